using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageGrayscalingTransformer), typeof(ImageGrayscalingTransformer), null, typeof(SignatureLoadModel), "Image grayscaling", ImageGrayscalingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageGrayscalingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageGrayscaleTransform";
    private static readonly VersionInfo Version = VersionInfo.First("IMGGREYT", LoaderSignature);

    internal ImageGrayscalingTransformer(IHostEnvironment env, params (string, string)[] columns)
        : base(env.Register(nameof(ImageGrayscalingTransformer)), Version, columns)
    {
    }

    private ImageGrayscalingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(ImageGrayscalingTransformer)), Version, ctx)
    {
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => ImageColumns.CheckImage(Host, inputSchema, inputIndex);

    private static MLImage Convert(MLImage source)
    {
        var (red, blue) = source.PixelFormat == MLPixelFormat.Bgra32 ? (2, 0) : (0, 2);
        var from = source.Pixels;
        var to = GC.AllocateUninitializedArray<byte>(from.Length);
        for (var i = 0; i < to.Length; i += 4)
        {
            var gray = (byte)(0.3f * from[i + red] + 0.59f * from[i + 1] + 0.11f * from[i + blue] + 0.5f);
            to[i] = to[i + 1] = to[i + 2] = gray;
            to[i + 3] = byte.MaxValue;
        }

        return new MLImage(source.Width, source.Height, source.PixelFormat, to) { Tag = source.Tag };
    }

    private sealed class Mapper(ImageGrayscalingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            var getSource = input.GetGetter<MLImage>(InputColumn(output));
            MLImage source = null;
            disposer = () => source?.Dispose();
            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                image?.Dispose();
                getSource(ref source);
                image = source is null ? null : Convert(source);
            });
        }

        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type);
    }
}
