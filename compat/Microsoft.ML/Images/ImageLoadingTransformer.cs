using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageLoadingTransformer), typeof(ImageLoadingTransformer), null, typeof(SignatureLoadModel), "Image loading", ImageLoadingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageLoaderTransform";
    private static readonly VersionInfo Version = VersionInfo.First("IMGLOADR", LoaderSignature);

    public readonly string ImageFolder;

    private readonly bool _asImages;

    internal ImageLoadingTransformer(IHostEnvironment env, string imageFolder, bool asImages, params (string, string)[] columns)
        : base(env.Register(nameof(ImageLoadingTransformer)), Version, columns)
    {
        ImageFolder = imageFolder;
        _asImages = asImages;
    }

    private ImageLoadingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(ImageLoadingTransformer)), Version, ctx)
    {
        ImageFolder = ctx.LoadStringOrNull();
        _asImages = ctx.Reader.ReadBoolean();
    }

    internal DataViewType OutputType => _asImages ? new ImageDataViewType() : new VectorDataViewType(NumberDataViewType.Byte);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.SaveStringOrNull(ImageFolder);
        ctx.Writer.Write(_asImages);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var input = inputSchema[inputIndex];
        if (input.Type is not TextDataViewType)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name, TextDataViewType.Instance.ToString(), input.Type.ToString());
    }

    private string PathOf(ReadOnlyMemory<char> name)
        => string.IsNullOrWhiteSpace(ImageFolder) ? name.ToString() : Path.Combine(ImageFolder, name.ToString());

    private sealed class Mapper(ImageLoadingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            var getName = input.GetGetter<ReadOnlyMemory<char>>(InputColumn(output));
            var name = default(ReadOnlyMemory<char>);
            disposer = null;
            if (!parent._asImages)
            {
                return (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> bytes) =>
                {
                    getName(ref name);
                    var content = name.IsEmpty ? [] : File.ReadAllBytes(parent.PathOf(name));
                    VBuffer<byte>.Copy(content, 0, ref bytes, content.Length);
                });
            }

            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                image?.Dispose();
                image = null;
                getName(ref name);
                if (name.IsEmpty)
                    return;
                var path = parent.PathOf(name);
                image = MLImage.CreateFromFile(path);
                image.Tag = path;
            });
        }

        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), parent.OutputType);
    }
}
