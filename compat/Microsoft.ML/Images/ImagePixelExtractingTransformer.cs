using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImagePixelExtractingTransformer), typeof(ImagePixelExtractingTransformer), null, typeof(SignatureLoadModel), "Pixel extraction", ImagePixelExtractingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImagePixelExtractor";
    private static readonly VersionInfo Version = VersionInfo.First("IMGPXEXT", LoaderSignature);

    private readonly PixelLayout _layout;
    private readonly bool _asFloats;

    internal ImagePixelExtractingTransformer(IHostEnvironment env, string outputColumnName, string inputColumnName, PixelLayout layout, bool outputAsFloatArray)
        : base(env.Register(nameof(ImagePixelExtractingTransformer)), Version, (outputColumnName, inputColumnName))
    {
        layout.Check(Host);
        _layout = layout;
        _asFloats = outputAsFloatArray;
    }

    private ImagePixelExtractingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(ImagePixelExtractingTransformer)), Version, ctx)
    {
        _layout = PixelLayout.Read(ctx.Reader);
        _asFloats = ctx.Reader.ReadBoolean();
    }

    internal PrimitiveDataViewType ItemType => _asFloats ? NumberDataViewType.Single : NumberDataViewType.Byte;

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        _layout.Write(ctx.Writer);
        ctx.Writer.Write(_asFloats);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        ImageColumns.CheckImage(Host, inputSchema, inputIndex);
        if (!((ImageDataViewType)inputSchema[inputIndex].Type).IsKnownSize)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", inputSchema[inputIndex].Name, "known-size image", "unknown-size image");
    }

    private sealed class Mapper(ImagePixelExtractingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            var (offset, scale) = (parent._layout.Offset, parent._layout.Scale);
            if (!parent._asFloats)
                return CreateGetter<byte>(input, output, value => value, out disposer);

            // One look-up in 256 values is all that shifting and scaling costs.
            var values = new float[256];
            for (var i = 0; i < values.Length; i++)
                values[i] = (i - offset) * scale;
            return CreateGetter(input, output, value => values[value], out disposer, values);
        }

        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), parent._layout.VectorType(parent.ItemType, (ImageDataViewType)InputColumn(i).Type));

        private ValueGetter<VBuffer<T>> CreateGetter<T>(DataViewRow input, int output, Func<byte, T> convert, out Action disposer, T[] table = null)
        {
            table ??= [.. Enumerable.Range(0, 256).Select(i => convert((byte)i))];
            var type = (ImageDataViewType)InputColumn(output).Type;
            var layout = parent._layout;
            var planes = layout.Planes;
            var pixels = type.Height * type.Width;
            var (step, planeStep) = layout.Interleaved ? (planes, 1) : (1, pixels);
            var bgra = layout.BytesOf(MLPixelFormat.Bgra32);
            var rgba = layout.BytesOf(MLPixelFormat.Rgba32);
            var getSource = input.GetGetter<MLImage>(InputColumn(output));
            MLImage source = null;
            disposer = () => source?.Dispose();
            return (ref VBuffer<T> vector) =>
            {
                getSource(ref source);
                if (source is null)
                {
                    vector = VBufferEditor.Create(ref vector, planes * pixels, 0).Commit();
                    return;
                }

                if (source.Height != type.Height || source.Width != type.Width)
                    throw parent.Host.Except($"The image of {source.Width} x {source.Height} pixels (width x height) does not have the declared size {type.Width} x {type.Height}");
                var editor = VBufferEditor.Create(ref vector, planes * pixels);
                var bytes = source.Pixels;
                var from = source.PixelFormat == MLPixelFormat.Bgra32 ? bgra : rgba;
                for (var plane = 0; plane < from.Length; plane++)
                {
                    var to = plane * planeStep;
                    for (var i = from[plane]; i < bytes.Length; i += 4, to += step)
                        editor.Values[to] = table[bytes[i]];
                }

                vector = editor.Commit();
            };
        }
    }
}
