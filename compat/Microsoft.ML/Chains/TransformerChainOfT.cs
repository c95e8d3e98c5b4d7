using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, ITransformerChainAccessor, IDisposable
    where TLastTransformer : class, ITransformer
{
    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    public readonly TLastTransformer LastTransformer;

    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        Contracts.CheckValue(null, transformers, nameof(transformers));
        Contracts.CheckValue(null, scopes, nameof(scopes));
        _transformers = [.. transformers];
        _scopes = [.. scopes];
        Contracts.CheckParam(null, _transformers.Length == _scopes.Length, nameof(scopes), "There have to be as many scopes as transformers");
        LastTransformer = _transformers.Length == 0 ? null
            : _transformers[^1] as TLastTransformer
            ?? throw Contracts.ExceptParam(null, nameof(transformers), $"The last transformer is a {_transformers[^1]?.GetType()}, not a {typeof(TLastTransformer)}");
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers ?? [], Enumerable.Repeat(TransformerScope.Everything, transformers?.Length ?? 0))
    {
    }

    ITransformer[] ITransformerChainAccessor.Transformers => _transformers;

    TransformerScope[] ITransformerChainAccessor.Scopes => _scopes;

    bool ITransformer.IsRowToRowMapper => Array.TrueForAll(_transformers, t => t.IsRowToRowMapper);

    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Scoring);

    public IDataView Transform(IDataView input, TransformerScope scope)
    {
        Contracts.CheckValue(null, input, nameof(input));
        foreach (var transformer in InScope(scope))
            input = transformer.Transform(input);
        return input;
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetOutputSchema(inputSchema, TransformerScope.Scoring);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope)
    {
        Contracts.CheckValue(null, inputSchema, nameof(inputSchema));
        foreach (var transformer in InScope(scope))
            inputSchema = transformer.GetOutputSchema(inputSchema);
        return inputSchema;
    }

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter)
    {
        var kept = Enumerable.Range(0, _transformers.Length).Where(i => (_scopes[i] & scopeFilter) != 0).ToArray();
        return new TransformerChain<ITransformer>(kept.Select(i => _transformers[i]), kept.Select(i => _scopes[i]));
    }

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        Contracts.CheckValue(null, transformer, nameof(transformer));
        return new TransformerChain<TNewLast>([.. _transformers, transformer], [.. _scopes, scope]);
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(null, inputSchema, nameof(inputSchema));
        Contracts.Check(null, ((ITransformer)this).IsRowToRowMapper, "GetRowToRowMapper called despite IsRowToRowMapper being false.");
        return CompositeRowToRowMapper.Create(inputSchema, _transformers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(null, ctx, nameof(ctx));
        TransformerChain.Save(ctx, _transformers, _scopes);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var transformer in _transformers)
            (transformer as IDisposable)?.Dispose();
    }

    private IEnumerable<ITransformer> InScope(TransformerScope scope)
    {
        for (var i = 0; i < _transformers.Length; i++)
            if ((_scopes[i] & scope) != 0)
                yield return _transformers[i];
    }
}
