using System.Buffers.Binary;
using System.Text.Json;

namespace DeepML.CommandLine.Inspection;

/// <summary>A weight as the header of a safetensors file names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers, in the words of the format.</param>
/// <param name="Shape">Its sizes.</param>
internal sealed record ArchivedWeight(string Name, string Type, IReadOnlyList<long> Shape)
{
    private const int LengthBytes = sizeof(long);

    /// <summary>How many numbers it has.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Reads the header alone: 8 bytes of its length, then JSON.</summary>
    /// <exception cref="FormatException">It is cut off, or not what it should be.</exception>
    public static IReadOnlyList<ArchivedWeight> In(byte[] file)
    {
        if (file.Length < LengthBytes)
            throw new FormatException("The weights end before their header.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(file);
        if (length < 2 || length > file.Length - LengthBytes)
            throw new FormatException($"The weights' header claims {length} bytes; {file.Length - LengthBytes} are there.");
        try
        {
            using var header = JsonDocument.Parse(file.AsMemory(LengthBytes, (int)length));
            return [.. header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").Select(entry => new ArchivedWeight(
                entry.Name, entry.Value.GetProperty("dtype").GetString()!,
                [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"The weights' header is damaged: {e.Message}", e);
        }
    }
}
