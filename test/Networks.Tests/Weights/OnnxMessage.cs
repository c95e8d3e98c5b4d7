using System.Text;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Writes a protocol buffer field by field, as those who write ONNX models do.</summary>
internal sealed class OnnxMessage
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    /// <summary>A model of operations and of constants of type float.</summary>
    public static byte[] Model(
        IEnumerable<(string Kind, string[] Inputs, string[] Outputs)> operations,
        IEnumerable<(string Name, long[] Shape, float[] Numbers)> constants)
    {
        var graph = new OnnxMessage();
        foreach (var (kind, inputs, outputs) in operations)
        {
            var node = new OnnxMessage();
            foreach (var input in inputs)
                node.Text(1, input);
            foreach (var output in outputs)
                node.Text(2, output);
            graph.Block(1, node.Text(4, kind).Bytes);
        }
        foreach (var (name, shape, numbers) in constants)
            graph.Block(5, Constant(name, shape, 1, numbers).Bytes);
        return new OnnxMessage().Number(1, 8).Block(7, graph.Bytes).Bytes;
    }

    /// <summary>A tensor of raw numbers.</summary>
    public static OnnxMessage Constant(string name, long[] shape, ulong type, float[] numbers)
    {
        var tensor = new OnnxMessage();
        foreach (var size in shape)
            tensor.Number(1, (ulong)size);
        return tensor.Number(2, type).Text(8, name).Block(9, [.. numbers.SelectMany(BitConverter.GetBytes)]);
    }

    public OnnxMessage Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public OnnxMessage Text(int field, string text) => Block(field, Encoding.UTF8.GetBytes(text));

    public OnnxMessage Block(int field, byte[] bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A field of 8 bytes, or of 4.</summary>
    public OnnxMessage Fixed(int field, byte[] bytes)
    {
        Varint(((ulong)field << 3) | (bytes.Length == 8 ? 1u : 5u));
        _bytes.AddRange(bytes);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
