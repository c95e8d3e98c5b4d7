using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal MissingValueIndicatorEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(MissingValueIndicatorEstimator)), new MissingValueIndicatorTransformer(env, columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(Host, pair.inputColumnName);
            if (!MissingValues.CanBeMissing(input.ItemType))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            return input.Replaced(pair.outputColumnName, input.Kind, BooleanDataViewType.Instance, false, SchemaShapeExtensions.IsNormalizedAnnotation);
        }));
    }
}
