using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace DeepML.Bench;

/// <summary>The largest difference between weights that two processes and one have come to, after three epochs.</summary>
internal static class EqualTask
{
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-").FullName;
        try
        {
            var largest = 0.0;
            foreach (var network in SharedWork.Networks)
            {
                MpiRun.Finish(1, "equal", folder, network);
                var alone = Weights(Path.Combine(folder, $"{network}-0.zip"));
                MpiRun.Finish(2, "equal", folder, network);
                foreach (var rank in new[] { 0, 1 })
                {
                    var together = Weights(Path.Combine(folder, $"{network}-{rank}.zip"));
                    if (alone.Length == 0 || together.Length != alone.Length)
                        throw new InvalidOperationException($"{together.Length} and {alone.Length} weights of {network} were saved.");
                    var difference = alone.Zip(together).Max(pair => Math.Abs(pair.First - pair.Second));
                    largest = Math.Max(largest, difference);
                    yield return ($"distributed.equal.{network}.rank{rank}.maxdiff", difference);
                }
            }
            yield return ("distributed.equal.maxdiff", largest);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The float32 of a saved model: safetensors have the length of their header, the header, and then numbers.
    private static float[] Weights(string model)
    {
        using var archive = ZipFile.OpenRead(model);
        using var entry = archive.Entries.Single(entry => entry.Name.EndsWith("safetensors", StringComparison.Ordinal)).Open();
        using var read = new MemoryStream();
        entry.CopyTo(read);
        var bytes = read.ToArray();
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = (JsonObject)JsonNode.Parse(bytes.AsSpan(8, start - 8))!;
        return [.. header.Where(tensor => (string?)tensor.Value!["dtype"] == "F32").OrderBy(tensor => tensor.Key, StringComparer.Ordinal)
            .SelectMany(tensor => MemoryMarshal.Cast<byte, float>(
                bytes.AsSpan(start + At(tensor.Value, 0), At(tensor.Value, 1) - At(tensor.Value, 0))).ToArray())];

        static int At(JsonNode? tensor, int end) => (int)tensor!["data_offsets"]![end]!;
    }
}
