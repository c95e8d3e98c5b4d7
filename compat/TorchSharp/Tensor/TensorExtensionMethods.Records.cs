namespace TorchSharp;

// A tensor record: dtype, rank and each size as LEB128, then the elements, row by row.
public static partial class TensorExtensionMethods
{
    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        using var copy = tensor.device_type == DeviceType.CPU ? null : tensor.cpu();
        var source = copy ?? tensor;
        Leb128.Write(writer, (long)source.dtype);
        Leb128.Write(writer, source.ndim);
        foreach (var d in source.shape) Leb128.Write(writer, d);
        writer.Flush();
        source.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location) => tensor.Save(File.Create(location));

    static (torch.ScalarType type, long[] shape) ReadHead(BinaryReader reader)
    {
        var type = (torch.ScalarType)Leb128.Read(reader);
        var shape = new long[Leb128.Read(reader)];
        for (var i = 0; i < shape.Length; i++) shape[i] = Leb128.Read(reader);
        return (type, shape);
    }

    static void Skip(BinaryReader reader, torch.ScalarType type, long[] shape)
    {
        var left = TotalSize(shape) * ElementSize(type);
        if (reader.BaseStream.CanSeek)
        {
            reader.BaseStream.Seek(left, SeekOrigin.Current);
            return;
        }
        Span<byte> buffer = stackalloc byte[1024];
        for (; left > 0; left -= Math.Min(left, buffer.Length)) reader.BaseStream.ReadExactly(buffer[..(int)Math.Min(left, buffer.Length)]);
    }

    /// A new tensor, or null when it is skipped.
    public static torch.Tensor Load(this BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHead(reader);
        if (skip)
        {
            Skip(reader, type, shape);
            return null!;
        }
        var result = torch.empty(shape, type);
        result.ReadBytesFromStream(reader.BaseStream);
        return result;
    }

    /// Into a tensor of the recorded dtype and shape.
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false) => Load(ref tensor, reader, skip);

    /// Into the tensor, or a new one where it is null.
    public static void Load(ref torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHead(reader);
        if (!skip && tensor is not null && tensor.dtype != type)
            throw new ArgumentException($"The tensor is {tensor.dtype}, the record {type}.");
        if (!skip && tensor is not null && !tensor.shape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"The tensor has shape [{string.Join("x", tensor.shape)}], the record [{string.Join("x", shape)}].");
        if (skip)
        {
            Skip(reader, type, shape);
            return;
        }
        if (tensor is null)
        {
            tensor = torch.empty(shape, type);
            tensor.ReadBytesFromStream(reader.BaseStream);
        }
        else if (tensor.device_type == DeviceType.CPU && tensor.is_contiguous()) tensor.ReadBytesFromStream(reader.BaseStream);
        else
        {
            using var read = torch.empty(shape, type);
            read.ReadBytesFromStream(reader.BaseStream);
            using (torch.no_grad()) tensor.copy_(read);
        }
    }
}
