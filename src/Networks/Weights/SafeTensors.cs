using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The safetensors format: 8 bytes of header length (little-endian), a JSON header with type, shape and place of each
/// tensor, then the raw elements. Python reads it with safetensors.torch.load_file.
/// </summary>
internal static class SafeTensors
{
    private const int MaximumHeaderBytes = 100 << 20;

    private static readonly (string Name, ScalarType Type)[] Types =
    [
        ("F32", ScalarType.Float32), ("F64", ScalarType.Float64), ("I64", ScalarType.Int64), ("I32", ScalarType.Int32),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    /// <summary>Writes tensors, in the order of their names.</summary>
    public static void Write(BinaryWriter writer, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToArray();
        var header = new Dictionary<string, Entry>();
        var offset = 0L;
        foreach (var name in names)
        {
            var size = tensors[name].numel() * tensors[name].element_size();
            header[name] = new Entry(NameOf(tensors[name].dtype), tensors[name].shape, [offset, offset + size]);
            offset += size;
        }
        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        writer.Write((long)text.Length);
        writer.Write(text);
        using var gradientsOff = no_grad();
        foreach (var name in names)
        {
            using var scope = NewDisposeScope();
            writer.Write(tensors[name].cpu().contiguous().bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> or another program has written; the tensors join the current dispose scope.</summary>
    /// <exception cref="FormatException">The file is damaged or truncated: what is wrong is said, and nothing large is allocated for it.</exception>
    public static Dictionary<string, Tensor> Read(BinaryReader reader)
    {
        var entries = ReadHeader(reader);
        var tensors = new Dictionary<string, Tensor>();
        var position = 0L;
        foreach (var (name, entry) in entries.OrderBy(e => e.Value.data_offsets[0]))
        {
            if (entry.data_offsets[0] != position)
                throw new FormatException($"Weight '{name}' starts at byte {entry.data_offsets[0]}; {position} was expected.");
            tensors[name] = ReadTensor(reader, name, entry);
            position = entry.data_offsets[1];
        }
        return tensors;
    }

    private static Dictionary<string, Entry> ReadHeader(BinaryReader reader)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (reader.BaseStream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new FormatException("The weights end before their header: the file is truncated.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > MaximumHeaderBytes)
            throw new FormatException($"The weights' header claims {length} bytes: the file is damaged or not in the safetensors format.");
        var text = reader.ReadBytes((int)length);
        if (text.Length != length)
            throw new FormatException($"The weights' header ends after {text.Length} of {length} bytes: the file is truncated.");
        try
        {
            var entries = new Dictionary<string, Entry>();
            foreach (var property in JsonDocument.Parse(text).RootElement.EnumerateObject())
                if (property.Name != "__metadata__")
                    entries.Add(property.Name, property.Value.Deserialize<Entry>() ?? throw new FormatException($"Weight '{property.Name}' is not described."));
            return entries;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The weights' header is damaged: {e.Message}", e);
        }
    }

    private static Tensor ReadTensor(BinaryReader reader, string name, Entry entry)
    {
        var type = Array.Find(Types, t => t.Name == entry.dtype);
        if (type.Name is null)
            throw new FormatException($"Weight '{name}' has the type '{entry.dtype}', which is not supported.");
        if (entry.shape is null || entry.data_offsets is not { Length: 2 } || entry.shape.Any(size => size < 0))
            throw new FormatException($"Weight '{name}' has no valid shape or place.");
        var elements = entry.shape.Aggregate(1L, (product, size) => Math.Min(long.MaxValue / 1024, product * size));
        var length = entry.data_offsets[1] - entry.data_offsets[0];
        if (length != elements * ElementSize(type.Type) || length > int.MaxValue)
            throw new FormatException($"Weight '{name}' of shape [{string.Join("x", entry.shape)}] cannot take {length} bytes.");
        var bytes = reader.ReadBytes((int)length); // grows with what is there, so a false length allocates nothing
        if (bytes.Length != length)
            throw new FormatException($"Weight '{name}' ends after {bytes.Length} of {length} bytes: the file is truncated.");
        var tensor = empty(entry.shape, dtype: type.Type);
        bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    private static string NameOf(ScalarType type) =>
        Array.Find(Types, t => t.Type == type).Name ?? throw new NotSupportedException($"Weights of type {type} cannot be saved.");

    private static int ElementSize(ScalarType type) => type switch
    {
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float64 or ScalarType.Int64 => 8,
        _ => 1,
    };

    // The member names are the format's.
    private sealed record Entry(string dtype, long[] shape, long[] data_offsets);
}
