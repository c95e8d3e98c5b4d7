using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The safetensors format: 8 bytes of header length (little-endian), a JSON header with type, shape and place of each
/// tensor, then the raw elements. Python reads it with safetensors.torch.load_file.
/// </summary>
/// <remarks>
/// Tensors are written and read piece by piece, so that one may be larger than any array and than the memory that is free.
/// </remarks>
internal static class SafeTensors
{
    private const string MetadataName = "__metadata__"; // the format's own, for texts
    private const int MaximumHeaderBytes = 100 << 20;
    private const int MaximumTensors = 1 << 16;

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4), ("F64", ScalarType.Float64, 8), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Writes tensors, in the order of their names.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts beside them; null for none.</param>
    public static void Write(
        BinaryWriter writer, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToArray();
        var header = new Dictionary<string, object>();
        if (metadata is { Count: > 0 })
            header[MetadataName] = metadata;
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
            TensorPieces.Write(writer, tensors[name]);
    }

    /// <summary>Reads what <see cref="Write"/> or another program has written; the tensors join the current dispose scope.</summary>
    /// <exception cref="FormatException">
    /// The file is damaged or truncated: what is wrong is said, and nothing large is allocated for it.
    /// </exception>
    public static Dictionary<string, Tensor> Read(BinaryReader reader) =>
        Tensors(reader, Places(ReadHeader(reader)));

    /// <summary>Like <see cref="Read(BinaryReader)"/>, but in managed memory, without torch, where there is little to read.</summary>
    /// <param name="reader">What was written.</param>
    /// <param name="mostStored">Bytes of all tensors together up to which they stay in managed memory.</param>
    /// <returns>One of the two; tensors are outside of every dispose scope.</returns>
    /// <exception cref="FormatException">The file is damaged or truncated.</exception>
    public static (Dictionary<string, StoredTensor>? Stored, Dictionary<string, Tensor>? Tensors) Read(BinaryReader reader, long mostStored)
    {
        var places = Places(ReadHeader(reader));
        if (places.Sum(place => (double)place.Bytes) > mostStored)
        {
            NativeGround.Require(OneDnnUse.None);
            return (null, Detached(reader, places));
        }
        var stored = new Dictionary<string, StoredTensor>();
        foreach (var (name, type, shape, length) in places)
        {
            var bytes = new byte[length];
            TensorPieces.Fill(reader.BaseStream, name, bytes);
            stored[name] = new StoredTensor(type, shape, bytes);
        }
        return (stored, null);
    }

    /// <summary>The texts that stand beside the tensors of a file; none if it has none.</summary>
    /// <exception cref="FormatException">The file is damaged or truncated.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(BinaryReader reader) => InHeader(
        reader, header => header.TryGetProperty(MetadataName, out var texts)
            ? texts.Deserialize<Dictionary<string, string>>() : null) ?? [];

    /// <summary>What a file is instead, by its first bytes: a sentence with the way round; null if nothing is recognised.</summary>
    /// <param name="start">The first bytes, eight or fewer.</param>
    public static string? WhatElse(ReadOnlySpan<byte> start)
    {
        var isPickle = start.Length > 1 && start[0] == 0x80 && start[1] is >= 2 and <= 5;
        return isPickle
            ? "It looks like one that torch.save has written before torch 1.6. Write its weights anew in Python: "
                + "torch.save(torch.load(path, weights_only=True), new_path)."
            : null;
    }

    /// <summary>Reads into tensors that are there already, on whatever device: nothing is held twice.</summary>
    /// <param name="reader">What <see cref="Write"/> has written.</param>
    /// <param name="targets">The tensors to fill, by name.</param>
    /// <exception cref="FormatException">
    /// The file is damaged or truncated, or holds other names, types or shapes: the tensors may then be filled in part.
    /// </exception>
    public static void ReadInto(BinaryReader reader, IReadOnlyDictionary<string, Tensor> targets)
    {
        var places = Places(ReadHeader(reader)).ToArray();
        if (targets.Keys.Except(places.Select(place => place.Name)).FirstOrDefault() is { } missing)
            throw new FormatException($"There is no '{missing}' among the tensors of the file.");
        foreach (var (name, type, shape, _) in places)
            if (!targets.TryGetValue(name, out var target))
                throw new FormatException($"The tensor '{name}' of the file has no place.");
            else if (type != target.dtype || !shape.SequenceEqual(target.shape))
                throw new FormatException(
                    $"The tensor '{name}' is {type} [{string.Join("x", shape)}] in the file where {target.dtype} "
                        + $"[{string.Join("x", target.shape)}] is needed.");
        using var gradientsOff = no_grad();
        foreach (var (name, _, _, _) in places)
            TensorPieces.ReadInto(reader.BaseStream, name, targets[name]);
    }

    // Apart from what has to do without torch: whatever begins a scope loads it.
    private static Dictionary<string, Tensor> Detached(
        BinaryReader reader, List<(string Name, ScalarType Type, long[] Shape, long Bytes)> places)
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors(reader, places);
        foreach (var tensor in tensors.Values)
            tensor.DetachFromDisposeScope();
        return tensors;
    }

    private static Dictionary<string, Tensor> Tensors(
        BinaryReader reader, List<(string Name, ScalarType Type, long[] Shape, long Bytes)> places)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, type, shape, _) in places)
            tensors[name] = TensorPieces.Read(reader.BaseStream, name, shape, type);
        return tensors;
    }

    private static Dictionary<string, Entry> ReadHeader(BinaryReader reader) => InHeader(reader, header =>
    {
        var entries = new Dictionary<string, Entry>();
        foreach (var property in header.EnumerateObject())
            if (property.Name != MetadataName)
                entries.Add(property.Name,
                    property.Value.Deserialize<Entry>() ?? throw new FormatException($"Weight '{property.Name}' is not described."));
        if (entries.Count > MaximumTensors)
            throw new FormatException($"The weights' header names {entries.Count} tensors; {MaximumTensors} are read at most.");
        return entries;
    });

    private static T InHeader<T>(BinaryReader reader, Func<JsonElement, T> read)
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
            return read(JsonDocument.Parse(text).RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The weights' header is damaged: {e.Message}", e);
        }
    }

    // In the order in which they lie in the file; every one is looked at before the first is read.
    private static List<(string Name, ScalarType Type, long[] Shape, long Bytes)> Places(Dictionary<string, Entry> entries)
    {
        var places = new List<(string Name, ScalarType Type, long[] Shape, long Bytes)>();
        var position = 0L;
        foreach (var (name, entry) in entries)
            if (entry.shape is null || entry.data_offsets is not { Length: 2 } || entry.shape.Any(size => size < 0))
                throw new FormatException($"Weight '{name}' has no valid shape or place.");
        foreach (var (name, entry) in entries.OrderBy(e => e.Value.data_offsets[0]).ThenBy(e => e.Value.data_offsets[1]))
        {
            if (entry.data_offsets[0] != position)
                throw new FormatException($"Weight '{name}' starts at byte {entry.data_offsets[0]}; {position} was expected.");
            places.Add((name, TypeOf(name, entry), entry.shape, entry.data_offsets[1] - position));
            position = entry.data_offsets[1];
        }
        return places;
    }

    private static ScalarType TypeOf(string name, Entry entry)
    {
        var type = Array.Find(Types, t => t.Name == entry.dtype);
        if (type.Name is null)
            throw new FormatException($"Weight '{name}' has the type '{entry.dtype}', which is not supported.");
        var bytes = entry.shape.Aggregate((Int128)type.Size, (product, size) => product > long.MaxValue ? product : product * size);
        if (entry.shape.Contains(0))
            bytes = 0;
        if (bytes != (Int128)entry.data_offsets[1] - entry.data_offsets[0])
            throw new FormatException(
                $"Weight '{name}' of shape [{string.Join("x", entry.shape)}] cannot take "
                    + $"{(Int128)entry.data_offsets[1] - entry.data_offsets[0]} bytes.");
        return type.Type;
    }

    private static string NameOf(ScalarType type) =>
        Array.Find(Types, t => t.Type == type).Name ?? throw new NotSupportedException($"Weights of type {type} cannot be saved.");

    // The member names are the format's.
    private sealed record Entry(string dtype, long[] shape, long[] data_offsets);
}
