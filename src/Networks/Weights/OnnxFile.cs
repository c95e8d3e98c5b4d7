using System.Runtime.InteropServices;
using System.Text;

namespace DeepML.Networks;

/// <summary>The operations and constants of an ONNX model, as far as weights are found by them.</summary>
/// <remarks>
/// A model is a protocol buffer: fields of a number and a wire type each (protobuf.dev, "Encoding"). Read are, with the numbers of
/// onnx.proto, ModelProto.graph (7), GraphProto.node (1) and initializer (5), NodeProto.input (1), output (2) and op_type (4),
/// TensorProto.dims (1), data_type (2), float_data (4), name (8) and raw_data (9).
/// </remarks>
internal sealed class OnnxFile
{
    private const int Float = 1; // TensorProto.DataType

    private OnnxFile(IReadOnlyList<Operation> operations, IReadOnlyDictionary<string, Constant> constants) =>
        (Operations, Constants) = (operations, constants);

    /// <summary>The operations, in their order.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The constants of type float, by name.</summary>
    public IReadOnlyDictionary<string, Constant> Constants { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">It is cut off, or no model.</exception>
    public static OnnxFile Read(ReadOnlyMemory<byte> model)
    {
        try
        {
            foreach (var (field, value) in Fields(model))
                if (field == 7)
                    return Graph(value.Bytes);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            throw new FormatException("The ONNX model is damaged or cut off.", e);
        }
        throw new FormatException("The file has no graph: it is no ONNX model.");
    }

    private static OnnxFile Graph(ReadOnlyMemory<byte> graph)
    {
        var nodes = new List<Operation>();
        var constants = new Dictionary<string, Constant>();
        foreach (var (field, value) in Fields(graph))
        {
            if (field == 1)
                nodes.Add(Node(value.Bytes));
            else if (field == 5 && Tensor(value.Bytes) is { } constant)
                constants[constant.Name] = constant;
        }
        return new OnnxFile(nodes, constants);
    }

    private static Operation Node(ReadOnlyMemory<byte> node)
    {
        var (inputs, outputs, operation) = (new List<string>(), new List<string>(), "");
        foreach (var (field, value) in Fields(node))
        {
            if (field == 1)
                inputs.Add(Text(value.Bytes));
            else if (field == 2)
                outputs.Add(Text(value.Bytes));
            else if (field == 4)
                operation = Text(value.Bytes);
        }
        return new Operation(operation, inputs, outputs);
    }

    private static Constant? Tensor(ReadOnlyMemory<byte> tensor)
    {
        var (shape, name, type) = (new List<long>(), "", 0L);
        ReadOnlyMemory<byte> raw = default;
        foreach (var (field, value) in Fields(tensor))
        {
            switch (field)
            {
                case 1 when value.IsBytes: // packed
                    for (var at = 0; at < value.Bytes.Length;)
                        shape.Add((long)Varint(value.Bytes.Span, ref at));
                    break;
                case 1:
                    shape.Add((long)value.Number);
                    break;
                case 2:
                    type = (long)value.Number;
                    break;
                case 8:
                    name = Text(value.Bytes);
                    break;
                case 4 or 9 when value.IsBytes: // numbers one after the other, packed or raw
                    raw = value.Bytes;
                    break;
            }
        }
        if (type != Float)
            return null;
        var count = shape.Aggregate((Int128)1, (product, size) => Int128.Abs(product) > long.MaxValue ? product : product * size);
        if (count * sizeof(float) != raw.Length || shape.Any(size => size < 0))
            throw new FormatException($"The constant '{name}' [{string.Join("x", shape)}] has {raw.Length} bytes.");
        return new Constant(name, [.. shape], raw);
    }

    private static IEnumerable<(int Field, FieldValue Value)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var number = 0UL;
            ReadOnlyMemory<byte> bytes = default;
            switch (tag & 7)
            {
                case 0:
                    number = Varint(message.Span, ref at);
                    break;
                case 2:
                    var length = checked((int)Varint(message.Span, ref at));
                    bytes = message.Slice(at, length);
                    at += length;
                    break;
                case 1 or 5:
                    var size = (tag & 7) == 1 ? 8 : 4;
                    bytes = message.Slice(at, size);
                    at += size;
                    break;
                default:
                    throw new FormatException("The file is no ONNX model, or damaged.");
            }
            yield return (checked((int)(tag >> 3)), new FieldValue((tag & 7) == 2, number, bytes));
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
        throw new FormatException("The ONNX model has a number of more than 64 bits: it is damaged.");
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private readonly record struct FieldValue(bool IsBytes, ulong Number, ReadOnlyMemory<byte> Bytes);

    /// <summary>An operation.</summary>
    /// <param name="Kind">What it does, in the words of ONNX.</param>
    /// <param name="Inputs">Names of what it reads.</param>
    /// <param name="Outputs">Names of what it gives.</param>
    internal sealed record Operation(string Kind, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);

    /// <summary>A constant of type float.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Shape">Its sizes.</param>
    /// <param name="Raw">Its numbers, little-endian.</param>
    internal sealed record Constant(string Name, long[] Shape, ReadOnlyMemory<byte> Raw)
    {
        /// <summary>Its numbers.</summary>
        public float[] Numbers => MemoryMarshal.Cast<byte, float>(Raw.Span).ToArray();
    }
}
