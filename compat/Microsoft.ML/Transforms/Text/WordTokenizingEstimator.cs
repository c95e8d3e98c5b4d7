using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

public sealed class WordTokenizingEstimator : TrivialEstimator<WordTokenizingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal WordTokenizingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, char[] separators)
        : base(env.Register(nameof(WordTokenizingEstimator)), new WordTokenizingTransformer(env, columns, separators ?? [' '])) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            TextColumns.Find(inputSchema, Host, pair.inputColumnName);
            return new SchemaShape.Column(pair.outputColumnName, SchemaShape.Column.VectorKind.VariableVector, TextDataViewType.Instance, false);
        }));
    }
}
