using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

public sealed class TextNormalizingEstimator : TrivialEstimator<TextNormalizingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal TextNormalizingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns,
        CaseMode caseMode, bool keepDiacritics, bool keepPunctuations, bool keepNumbers)
        : base(env.Register(nameof(TextNormalizingEstimator)), new TextNormalizingTransformer(env, columns, caseMode, keepDiacritics, keepPunctuations, keepNumbers)) =>
        _columns = columns;

    public enum CaseMode
    {
        Lower = 0,
        Upper = 1,
        None = 2,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = TextColumns.Find(inputSchema, Host, pair.inputColumnName);
            // Texts that become empty leave the vector.
            var kind = input.Kind == SchemaShape.Column.VectorKind.Scalar ? input.Kind : SchemaShape.Column.VectorKind.VariableVector;
            return new SchemaShape.Column(pair.outputColumnName, kind, TextDataViewType.Instance, false);
        }));
    }
}
