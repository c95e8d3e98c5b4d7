using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageResizingTransformer), typeof(ImageResizingTransformer), null, typeof(SignatureLoadModel), "Image resizing", ImageResizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageResizerTransform";

    private readonly ImageResizer _resizer;

    internal ImageResizingTransformer(
        IHostEnvironment env, string outputColumnName, int imageWidth, int imageHeight, string inputColumnName, ImageResizingEstimator.ResizingKind resizing, ImageResizingEstimator.Anchor cropAnchor)
        : base(env.Register(nameof(ImageResizingTransformer)), (outputColumnName, inputColumnName))
    {
        Host.CheckUserArg(imageWidth > 0, nameof(imageWidth), "Must be greater than 0");
        Host.CheckUserArg(imageHeight > 0, nameof(imageHeight), "Must be greater than 0");
        Host.CheckUserArg(Enum.IsDefined(resizing), nameof(resizing), $"Unknown kind of resizing {resizing}");
        Host.CheckUserArg(Enum.IsDefined(cropAnchor), nameof(cropAnchor), $"Unknown anchor {cropAnchor}");
        _resizer = new ImageResizer(imageWidth, imageHeight, resizing, cropAnchor);
    }

    private ImageResizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _resizer = ImageResizer.Read(ctx.Reader);
        host.CheckDecode(_resizer.Width > 0 && _resizer.Height > 0, "The image size in the model is not positive");
    }

    internal ImageDataViewType OutputType => new(_resizer.Height, _resizer.Width);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        SaveColumns(ctx);
        _resizer.Write(ctx.Writer);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => ImageColumns.CheckImage(Host, inputSchema, inputIndex);

    private static ImageResizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var host = env.Register(nameof(ImageResizingTransformer));
        ctx.CheckAtModel(Version());
        return new ImageResizingTransformer(host, ctx);
    }

    private static VersionInfo Version()
        => new("IMGRESIZ", 0x00010001, 0x00010001, 0x00010001, typeof(ImageResizingTransformer).Assembly.FullName, LoaderSignature);

    private sealed class Mapper(ImageResizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            var resizer = parent._resizer;
            var getSource = input.GetGetter<MLImage>(InputColumn(output));
            MLImage source = null;
            disposer = () => source?.Dispose();
            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                // An image of the right size is passed on, so the one to replace may be the source itself.
                if (image != source)
                    image?.Dispose();
                getSource(ref source);
                image = source is null ? null : resizer.Resize(source);
            });
        }

        protected override DataViewSchema.DetachedColumn[] CreateOutputs() => [.. Inputs.Select((_, i) => new DataViewSchema.DetachedColumn(OutputName(i), parent.OutputType))];
    }
}
