using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(VectorToImageConvertingTransformer), typeof(VectorToImageConvertingTransformer), null, typeof(SignatureLoadModel), "Vector to image", VectorToImageConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "VectorToImageTransform";
    private static readonly VersionInfo Version = VersionInfo.First("VECTOIMG", LoaderSignature);
    internal const string Expected = "known-size vector of type Single, Double or Byte";

    private const int Channels = 4;

    private readonly PixelLayout _layout;
    private readonly byte[] _defaults;

    internal VectorToImageConvertingTransformer(IHostEnvironment env, int imageHeight, int imageWidth, string outputColumnName, string inputColumnName, PixelLayout layout, int[] defaults)
        : base(env.Register(nameof(VectorToImageConvertingTransformer)), Version, (outputColumnName, inputColumnName))
    {
        Host.CheckUserArg(imageWidth > 0, nameof(imageWidth), "Must be greater than 0");
        Host.CheckUserArg(imageHeight > 0, nameof(imageHeight), "Must be greater than 0");
        layout.Check(Host);
        foreach (var value in defaults)
            Host.CheckUserArg(value is >= 0 and <= byte.MaxValue, nameof(defaults), $"A default color is {value}; it must be in [0, 255]");
        OutputType = new ImageDataViewType(imageHeight, imageWidth);
        _layout = layout;
        _defaults = [.. defaults.Select(d => (byte)d)];
    }

    private VectorToImageConvertingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(VectorToImageConvertingTransformer)), Version, ctx)
    {
        var height = ctx.Reader.ReadInt32();
        var width = ctx.Reader.ReadInt32();
        Host.CheckDecode(height > 0 && width > 0, "The image size in the model is not positive");
        OutputType = new ImageDataViewType(height, width);
        _layout = PixelLayout.Read(ctx.Reader);
        _defaults = ctx.Reader.ReadBytes(Channels);
        Host.CheckDecode(_defaults.Length == Channels, "The default colors in the model end too early");
    }

    internal ImageDataViewType OutputType { get; }

    internal static bool Accepts(DataViewType itemType)
        => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double || itemType == NumberDataViewType.Byte;

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(OutputType.Height);
        ctx.Writer.Write(OutputType.Width);
        _layout.Write(ctx.Writer);
        ctx.Writer.Write(_defaults);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var input = inputSchema[inputIndex];
        if (input.Type is not VectorDataViewType { IsKnownSize: true } vector || !Accepts(vector.ItemType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name, Expected, input.Type.ToString());
        var size = OutputType.Height * OutputType.Width * _layout.Planes;
        if (vector.Size != size)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name, $"vector of {OutputType.Height} x {OutputType.Width} x {_layout.Planes} = {size} values", input.Type.ToString());
    }

    private sealed class Mapper(VectorToImageConvertingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var item = ((VectorDataViewType)InputColumn(output).Type).ItemType;
            return item == NumberDataViewType.Single ? Getter<float>(input, output, v => v)
                : item == NumberDataViewType.Double ? Getter<double>(input, output, v => (float)v)
                : Getter<byte>(input, output, v => v);
        }

        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), parent.OutputType);

        private ValueGetter<MLImage> Getter<T>(DataViewRow input, int output, Func<T, float> convert)
        {
            var getVector = input.GetGetter<VBuffer<T>>(InputColumn(output));
            var vector = default(VBuffer<T>);
            var values = new T[((VectorDataViewType)InputColumn(output).Type).Size];
            return (ref MLImage image) =>
            {
                image?.Dispose();
                getVector(ref vector);
                if (vector.Length != values.Length)
                    throw parent.Host.Except($"A vector has {vector.Length} values; an image takes {values.Length}");
                vector.CopyTo(values);
                image = parent.ToImage(values, convert);
            };
        }
    }

    private MLImage ToImage<T>(T[] values, Func<T, float> convert)
    {
        var pixels = OutputType.Height * OutputType.Width;
        var bytes = new byte[pixels * Channels];
        var (step, planeStep) = _layout.Interleaved ? (_layout.Planes, 1) : (1, pixels);
        var to = _layout.BytesOf(MLPixelFormat.Bgra32);
        for (var i = 0; i < bytes.Length; i += Channels)
            (bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]) = (_defaults[3], _defaults[2], _defaults[1], _defaults[0]);
        for (var plane = 0; plane < to.Length; plane++)
        {
            var from = plane * planeStep;
            for (var i = to[plane]; i < bytes.Length; i += Channels, from += step)
                bytes[i] = (byte)Math.Clamp(MathF.Round(convert(values[from]) * _layout.Scale + _layout.Offset), 0, byte.MaxValue);
        }

        return new MLImage(OutputType.Width, OutputType.Height, MLPixelFormat.Bgra32, bytes);
    }
}
