using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingEstimator : TrivialEstimator<VectorToImageConvertingTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal VectorToImageConvertingEstimator(IHostEnvironment env, int imageHeight, int imageWidth, string outputColumnName, string inputColumnName, PixelLayout layout, int[] defaults)
        : base(env.Register(nameof(VectorToImageConvertingEstimator)), new VectorToImageConvertingTransformer(env, imageHeight, imageWidth, outputColumnName, inputColumnName ?? outputColumnName, layout, defaults))
    {
        _output = outputColumnName;
        _input = inputColumnName ?? outputColumnName;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        inputSchema.Find(
            Host,
            _input,
            c => c.Kind == SchemaShape.Column.VectorKind.Vector && !c.IsKey && VectorToImageConvertingTransformer.Accepts(c.ItemType),
            VectorToImageConvertingTransformer.Expected);
        return inputSchema.With(SchemaShape.ColumnOf(_output, Transformer.OutputType, null));
    }
}
