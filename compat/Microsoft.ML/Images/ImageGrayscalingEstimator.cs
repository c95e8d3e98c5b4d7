using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageGrayscalingEstimator : TrivialEstimator<ImageGrayscalingTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal ImageGrayscalingEstimator(IHostEnvironment env, string outputColumnName, string inputColumnName)
        : base(env.Register(nameof(ImageGrayscalingEstimator)), new ImageGrayscalingTransformer(env, (outputColumnName, inputColumnName ?? outputColumnName)))
    {
        _output = outputColumnName;
        _input = inputColumnName ?? outputColumnName;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(SchemaShape.ColumnOf(_output, inputSchema.FindImage(Host, _input).ItemType, null));
    }
}
