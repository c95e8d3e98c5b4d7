using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() =>
        new(_env, transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition);

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        _env.CheckValue(inputSchema, nameof(inputSchema));
        return new PredictionEngine<TSrc, TDst>(_env, transformer, false, DataOperationsCatalog.DefinitionFor<TSrc>(_env, inputSchema));
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        _env.CheckValue(options, nameof(options));
        return new PredictionEngine<TSrc, TDst>(_env, transformer, options.IgnoreMissingColumns,
            options.InputSchemaDefinition, options.OutputSchemaDefinition, options.OwnsTransformer);
    }
}
