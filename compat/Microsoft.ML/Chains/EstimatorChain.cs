using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IHostEnvironment _env;
    private readonly IEstimator<ITransformer>[] _estimators;
    private readonly TransformerScope[] _scopes;
    private readonly bool[] _cacheAfter;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain() : this(null, [], [], [])
    {
    }

    private EstimatorChain(IHostEnvironment env, IEstimator<ITransformer>[] estimators, TransformerScope[] scopes, bool[] cacheAfter)
    {
        _env = env;
        _estimators = estimators;
        _scopes = scopes;
        _cacheAfter = cacheAfter;
        LastEstimator = estimators.Length == 0 ? null : (IEstimator<TLastTransformer>)estimators[^1];
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(_env, input, nameof(input));
        // Every mismatch of columns appears here, before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));

        var transformers = new ITransformer[_estimators.Length];
        for (var i = 0; i < transformers.Length; i++)
        {
            var transformer = transformers[i] = _estimators[i].Fit(input);
            input = transformer is ITransformerWithDifferentMappingAtTrainingTime training
                ? training.TransformForTrainingPipeline(input)
                : transformer.Transform(input);
            if (_cacheAfter[i] && i < transformers.Length - 1)
                input = new CacheView(_env, input, []);
        }
        return new TransformerChain<TLastTransformer>(transformers, _scopes);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(_env, inputSchema, nameof(inputSchema));
        foreach (var estimator in _estimators)
            inputSchema = estimator.GetOutputSchema(inputSchema);
        return inputSchema;
    }

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Contracts.CheckValue(_env, estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>(_env, [.. _estimators, (IEstimator<ITransformer>)estimator], [.. _scopes, scope], [.. _cacheAfter, false]);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Contracts.CheckValue(null, env, nameof(env));
        Contracts.Check(env, _estimators.Length > 0, "Cannot append a cache checkpoint to an empty chain");
        return _cacheAfter[^1] ? this : new EstimatorChain<TLastTransformer>(env, _estimators, _scopes, [.. _cacheAfter[..^1], true]);
    }
}
