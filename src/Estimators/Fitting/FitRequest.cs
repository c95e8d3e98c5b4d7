using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>What a caller gave to <c>Fit</c>; the schemas have been checked.</summary>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
/// <param name="Input">The training rows.</param>
/// <param name="Validation">Rows that are measured and never learned from; null for those the options hold out.</param>
/// <param name="Previous">The model whose weights are the first, alive; null for fresh weights.</param>
internal sealed record FitRequest<TTransformer>(IDataView Input, IDataView? Validation, TTransformer? Previous)
    where TTransformer : NetworkTransformer;
