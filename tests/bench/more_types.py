"""more_types.py N: a MODEL_EXTRA file with N record types of 20 fields each."""
import sys

n = int(sys.argv[1])
print("#ifdef MODEL_EXTRA_DEFS")
for t in range(n):
    print(f"static const struct model_field bench_fields_{t}[] = {{")
    for f in range(20):
        kind, size = (("MODEL_TEXT", 200), ("MODEL_INT", 0), ("MODEL_DATE", 0), ("MODEL_YES", 0))[f % 4]
        print(f'\t{{ {10 + f}, "bench_{f}", {kind}, {size}, 0, NULL, 0, "Trường {f}", "Trường {f}", NULL }},')
    print("};")
print("#endif\n#ifdef MODEL_EXTRA_TYPES")
for t in range(n):
    print(f'\t{{ {300 + t}, "bench_type_{t}", "Loại {t}", MODEL_T_SEARCH, bench_fields_{t}, 20, NULL, 0, NULL, NULL, NULL, NULL, NULL, "bench_0", NULL, NULL }},')
print("#endif")
