"""llama.cpp's own HTTP server with a small llama of random weights, which answers in made-up words.

Reads {"folder", "apiKeys", "slots", "width"} as JSON from standard input, writes its model into the folder, and
prints its address once it listens on loopback.
"""

import itertools
import json
import os
import signal
import sys

import gguf
import numpy
import xllamacpp

ALIAS = "random-llama"
HEADS = 4
BLOCKS = 2
CONTEXT = 2048
CONTROL = ["<unk>", "<s>", "</s>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
WORDS = ["▁" + "".join(parts) for parts in itertools.product("bdklmnrst", "aeiou", ["", "n", "r", "s", "sh"])]
TURNS = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}"


def write_model(path: str, width: int) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(2 * width)
    writer.add_block_count(BLOCKS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    add_vocabulary(writer)
    for name, weights in tensors(width):
        writer.add_tensor(f"{name}.weight", weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_vocabulary(writer: gguf.GGUFWriter) -> None:
    kinds = gguf.TokenType
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL]
    types += [kinds.BYTE] * len(BYTES) + [kinds.NORMAL] * len(WORDS)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(CONTROL + BYTES + WORDS)
    writer.add_token_types(types)
    writer.add_token_scores([0.0] * len(types))
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(TURNS)


def tensors(width: int):
    random = numpy.random.default_rng(1)

    def noise(*shape: int) -> numpy.ndarray:
        return random.standard_normal(shape, dtype=numpy.float32) / numpy.float32(width) ** 0.5

    ones = numpy.ones(width, numpy.float32)
    tokens = len(CONTROL + BYTES + WORDS)
    yield "token_embd", noise(tokens, width)
    yield "output_norm", ones
    # Words alone come out, and no end: the others stay at 0, and the best words are far above.
    output = noise(tokens, width) * 8
    output[: -len(WORDS)] = 0
    yield "output", output
    for block in range(BLOCKS):
        yield f"blk.{block}.attn_norm", ones
        for part in ["attn_q", "attn_k", "attn_v", "attn_output"]:
            yield f"blk.{block}.{part}", noise(width, width)
        yield f"blk.{block}.ffn_norm", ones
        yield f"blk.{block}.ffn_gate", noise(2 * width, width)
        yield f"blk.{block}.ffn_up", noise(2 * width, width)
        yield f"blk.{block}.ffn_down", noise(width, 2 * width)


def serve(path: str, slots: int, api_keys: list[str]) -> xllamacpp.Server:
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.model_alias = {ALIAS}
    params.n_parallel = slots
    params.n_ctx = CONTEXT * slots
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    # Each open connection occupies one, also between requests.
    params.n_threads_http = 64
    params.api_keys = api_keys
    params.endpoint_metrics = True
    params.ui = False
    return xllamacpp.Server(params)


settings = json.load(sys.stdin)
model = os.path.join(settings["folder"], "model.gguf")
write_model(model, settings["width"])
server = serve(model, settings["slots"], settings["apiKeys"])
print(server.listening_address, flush=True)
signal.pause()
