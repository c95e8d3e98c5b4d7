using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal ImageLoadingEstimator(IHostEnvironment env, string imageFolder, bool asImages, string outputColumnName, string inputColumnName)
        : base(env.Register(nameof(ImageLoadingEstimator)), new ImageLoadingTransformer(env, imageFolder, asImages, (outputColumnName, inputColumnName ?? outputColumnName)))
    {
        _output = outputColumnName;
        _input = inputColumnName ?? outputColumnName;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        inputSchema.Find(Host, _input, c => c.ItemType is TextDataViewType && c.Kind == SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance.ToString());
        return inputSchema.With(SchemaShape.ColumnOf(_output, Transformer.OutputType, null));
    }
}
