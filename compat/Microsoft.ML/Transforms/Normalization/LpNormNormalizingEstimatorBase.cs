using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public abstract class LpNormNormalizingEstimatorBase : TrivialEstimator<LpNormNormalizingTransformer>
{
    internal const string ExpectedColumnType = "known-size vector of Single";

    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    private protected LpNormNormalizingEstimatorBase(IHost host, LpNormNormalizingTransformer transformer, (string outputColumnName, string inputColumnName)[] columns)
        : base(host, transformer) => _columns = columns;

    public enum NormFunction : byte
    {
        L2 = 0,
        StandardDeviation = 1,
        L1 = 2,
        Infinity = 3,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(Host, pair.inputColumnName,
                c => c.Kind == SchemaShape.Column.VectorKind.Vector && c.ItemType == NumberDataViewType.Single, ExpectedColumnType);
            return input.Replaced(pair.outputColumnName, input.Kind, input.ItemType, false, SchemaShapeExtensions.IsNormalizedAnnotation);
        }));
    }
}
