using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Weights that Python has written by <c>torch.save(module.state_dict(), path)</c>, since torch 1.6: a zip file with a pickle that names
/// the tensors, and their elements beside it. Nothing but tensors is read, and nothing is run.
/// </summary>
internal static class PyTorchFile
{
    private const long MostPickleBytes = 64 << 20;

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["torch FloatStorage"] = ScalarType.Float32,
        ["torch DoubleStorage"] = ScalarType.Float64,
        ["torch HalfStorage"] = ScalarType.Float16,
        ["torch BFloat16Storage"] = ScalarType.BFloat16,
        ["torch LongStorage"] = ScalarType.Int64,
        ["torch IntStorage"] = ScalarType.Int32,
        ["torch ShortStorage"] = ScalarType.Int16,
        ["torch CharStorage"] = ScalarType.Int8,
        ["torch ByteStorage"] = ScalarType.Byte,
        ["torch BoolStorage"] = ScalarType.Bool,
    };

    /// <summary>Whether a file begins as those of torch do.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads all tensors; they join the current dispose scope.</summary>
    /// <param name="stream">The file.</param>
    /// <returns>By name. Of a file that keeps them under "state_dict", as those of trainings do, these.</returns>
    /// <exception cref="FormatException">The file is damaged, or holds something else than tensors: it is named.</exception>
    public static Dictionary<string, Tensor> Read(Stream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return Read(archive);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"The zip file is damaged: {e.Message}", e);
        }
    }

    private static Dictionary<string, Tensor> Read(ZipArchive archive)
    {
        const string pickled = "/data.pkl";
        var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(pickled, StringComparison.Ordinal))
            ?? throw new FormatException("It is a zip file without an entry 'data.pkl': torch.save has not written it.");
        var folder = pickle.FullName[..^pickled.Length];
        if (pickle.Length > MostPickleBytes)
            throw new FormatException($"The entry '{pickle.FullName}' claims {pickle.Length} bytes; {MostPickleBytes} are read at most.");
        if (archive.GetEntry($"{folder}/byteorder") is { } order && Text(order) != "little")
            throw new FormatException("The numbers are in the byte order of another machine (big-endian).");
        var program = new byte[pickle.Length];
        using (var stream = pickle.Open())
            stream.ReadExactly(program);
        var read = new PickleReader(program, Call, Storage).Read();
        var named = read as Dictionary<object, object?> ?? throw Unfit("the file", read, "names with tensors are");
        if (named.TryGetValue("state_dict", out var inner))
            named = inner as Dictionary<object, object?> ?? throw Unfit("'state_dict'", inner, "names with tensors are");
        var places = named.Select(pair => (
            Name: pair.Key as string ?? throw new FormatException($"'{pair.Key}' is a name, and no text."),
            Place: pair.Value as Place ?? throw Unfit($"'{pair.Key}'", pair.Value, "a tensor is"))).ToArray();
        return Load(archive, folder, places);
    }

    private static Dictionary<string, Tensor> Load(ZipArchive archive, string folder, IReadOnlyList<(string Name, Place Place)> places)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var storage in places.GroupBy(place => place.Place.Storage)) // those that share one, as tied weights do, are read once
        {
            var (type, key, count) = storage.Key;
            var entry = archive.GetEntry($"{folder}/data/{key}")
                ?? throw new FormatException($"'{storage.First().Name}' has its numbers in the entry 'data/{key}', which is missing.");
            if (entry.Length != (Int128)count * type.ElementSize())
                throw new FormatException($"The entry 'data/{key}' has {entry.Length} bytes; {count} numbers of {type} were expected.");
            using var elements = empty(count, dtype: type);
            using (var stream = entry.Open())
                TensorPieces.ReadInto(stream, storage.First().Name, elements);
            foreach (var (name, place) in storage)
            {
                using var view = elements.as_strided(place.Shape, place.Strides, place.Offset);
                tensors[name] = view.clone().contiguous();
            }
        }
        return tensors;
    }

    // The few functions by which torch puts together what a state dictionary is made of.
    private static object Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("collections OrderedDict", []) => new Dictionary<object, object?>(),
        ("collections OrderedDict", [IEnumerable<object?> pairs]) => pairs.Select(pair => ((IEnumerable<object?>)pair!).ToArray())
            .ToDictionary(pair => pair[0]!, pair => pair[1]),
        ("torch._utils _rebuild_tensor_v2", [Stored storage, long offset, object?[] shape, object?[] strides, ..]) =>
            Place.Of(storage, offset, Sizes(shape), Sizes(strides)),
        ("torch._utils _rebuild_parameter", [Place place, ..]) => place,
        _ => throw new FormatException($"It calls '{name.Replace(' ', '.')}', and nothing but tensors is read. "
            + "Write the tensors alone in Python: torch.save(module.state_dict(), path)."),
    };

    private static object Storage(object? id) =>
        id is object?[] and ["storage", PickleReader.Global { Name: var type }, string key, string, long count, ..] && count >= 0
            ? new Stored(Types.TryGetValue(type, out var known) ? known : throw new FormatException(
                $"Numbers of the type '{type.Replace(' ', '.')}' are not read."), key, count)
            : throw new FormatException("A tensor's storage is described in a way that is not known.");

    private static long[] Sizes(object?[] sizes) =>
        [.. sizes.Select(size => size is long whole ? whole : throw new FormatException("A tensor has impossible sizes."))];

    private static FormatException Unfit(string what, object? value, string wanted) => new(
        $"{char.ToUpperInvariant(what[0])}{what[1..]} is {Kind(value)} where {wanted} needed: "
        + "nothing but tensors is read. In Python: torch.save(module.state_dict(), path).");

    private static string Kind(object? value) => value switch
    {
        null => "nothing",
        Place => "a tensor",
        string => "a text",
        bool or long or double => "a number",
        PickleReader.Global global => $"'{global.Name.Replace(' ', '.')}'",
        Dictionary<object, object?> => "a dictionary",
        _ => "a list",
    };

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd().Trim();
    }

    /// <summary>Elements of tensors, in an entry of their own.</summary>
    private sealed record Stored(ScalarType Type, string Key, long Count);

    /// <summary>A tensor: which elements of a storage it has.</summary>
    private sealed record Place(Stored Storage, long Offset, long[] Shape, long[] Strides)
    {
        public static Place Of(Stored storage, long offset, long[] shape, long[] strides)
        {
            Int128 numbers = 1, last = offset;
            if (strides.Length != shape.Length || shape.Any(size => size < 0) || strides.Any(stride => stride < 0))
                throw new FormatException("A tensor has impossible sizes.");
            for (var i = 0; i < shape.Length; i++)
            {
                numbers = Int128.Min(numbers, long.MaxValue) * shape[i];
                last += (Int128)(shape[i] - 1) * strides[i];
            }
            // A view that repeats its elements could be of any size; torch saves none for weights.
            if (offset < 0 || numbers > storage.Count || (numbers > 0 && last >= storage.Count))
                throw new FormatException(
                    $"A tensor [{string.Join("x", shape)}] does not lie within the {storage.Count} numbers of its storage.");
            return new Place(storage, offset, shape, strides);
        }
    }
}
