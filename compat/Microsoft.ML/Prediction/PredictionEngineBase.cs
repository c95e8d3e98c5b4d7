using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// One input object, the transformer's row over it, and the setters that carry the row into an output object. For one thread at a time.
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly SingleRow<TSrc> _input;
    private readonly DataViewRow _output;
    private readonly Action<TDst>[] _setters;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected readonly ITransformer Transformer;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, bool ignoreMissingColumns,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition, bool ownsTransformer)
    {
        Contracts.CheckValue(null, env, nameof(env));
        env.CheckValue(transformer, nameof(transformer));
        env.CheckParam(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        Transformer = transformer;
        _ownsTransformer = ownsTransformer;

        _input = new SingleRow<TSrc>(BoundMember.Bind(typeof(TSrc), inputSchemaDefinition, SchemaDefinition.Direction.Read));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        _output = mapper.GetRow(_input, OutputSchema);
        _setters = RowTarget<TDst>.CreateSetters(_output, RowTarget<TDst>.Bind(env, _output.Schema, ignoreMissingColumns, outputSchemaDefinition));
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _output.Dispose();
        if (_ownsTransformer)
            (Transformer as IDisposable)?.Dispose();
    }

    private protected void Read(TSrc example) => _input.Set(example);

    private protected void Fill(TDst prediction)
    {
        foreach (var set in _setters)
            set(prediction);
    }
}
