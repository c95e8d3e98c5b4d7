using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

public sealed class TokenizingByCharactersEstimator : TrivialEstimator<TokenizingByCharactersTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal TokenizingByCharactersEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, bool useMarkerCharacters)
        : base(env.Register(nameof(TokenizingByCharactersEstimator)), new TokenizingByCharactersTransformer(env, columns, useMarkerCharacters)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair => TextColumns.Find(inputSchema, Host, pair.inputColumnName)
            .Replaced(pair.outputColumnName, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt16, true,
                SchemaShapeExtensions.KeyValuesAnnotation(TextDataViewType.Instance))));
    }
}
