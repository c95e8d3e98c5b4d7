using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageResizingTransformer), typeof(ImageResizingTransformer), null, typeof(SignatureLoadModel), "Image resizing", ImageResizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageResizerTransform";
    private static readonly VersionInfo Version = VersionInfo.First("IMGRESIZ", LoaderSignature);

    private readonly ImageResizer _resizer;

    internal ImageResizingTransformer(
        IHostEnvironment env, string outputColumnName, int imageWidth, int imageHeight, string inputColumnName, ImageResizingEstimator.ResizingKind resizing, ImageResizingEstimator.Anchor cropAnchor)
        : base(env.Register(nameof(ImageResizingTransformer)), Version, (outputColumnName, inputColumnName))
    {
        Host.CheckUserArg(imageWidth > 0, nameof(imageWidth), "Must be greater than 0");
        Host.CheckUserArg(imageHeight > 0, nameof(imageHeight), "Must be greater than 0");
        Host.CheckUserArg(Enum.IsDefined(resizing), nameof(resizing), $"Unknown kind of resizing {resizing}");
        Host.CheckUserArg(Enum.IsDefined(cropAnchor), nameof(cropAnchor), $"Unknown anchor {cropAnchor}");
        _resizer = new ImageResizer(imageWidth, imageHeight, resizing, cropAnchor);
    }

    private ImageResizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(ImageResizingTransformer)), Version, ctx)
    {
        _resizer = ImageResizer.Read(ctx.Reader);
        Host.CheckDecode(_resizer.Width > 0 && _resizer.Height > 0, "The image size in the model is not positive");
    }

    internal ImageDataViewType OutputType => new(_resizer.Height, _resizer.Width);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        _resizer.Write(ctx.Writer);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => ImageColumns.CheckImage(Host, inputSchema, inputIndex);

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

        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), parent.OutputType);
    }
}
