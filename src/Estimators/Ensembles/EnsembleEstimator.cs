using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains several models of the same kind and averages what they say: one is rarely wrong where all others are right.</summary>
/// <remarks>
/// Members may be any trainer, or chain that ends with one, of ML.NET or of DeepML: for classes (Score), yes or no (Probability, else
/// Score) and numbers (Score). The fitted chain holds all members and the average, and is saved as any chain. Probabilities are averaged;
/// scores that are none are averaged as they are.
/// </remarks>
public sealed class EnsembleEstimator : IEstimator<TransformerChain<ITransformer>>
{
    private const int RowsLookedAt = 200;
    private const double Rounding = 1e-3;

    private readonly IHost _host;
    private readonly Func<int, IEstimator<ITransformer>> _member;
    private readonly EnsembleOptions _options;

    internal EnsembleEstimator(IHostEnvironment environment, Func<int, IEstimator<ITransformer>> member, EnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("Ensemble");
        (_member, _options) = (member, options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _member(0).GetOutputSchema(inputSchema);

    /// <summary>Trains every member, one after the other.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="InvalidOperationException">
    /// Members do not add a Score that can be averaged, or their classes differ or come in another order.
    /// </exception>
    public TransformerChain<ITransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var ml = new MLContext(_options.Seed);
        using var channel = _host.Start("Training");
        var chain = new List<ITransformer>();
        var columns = new List<string>();
        EnsembleVote? vote = null;
        for (var i = 0; i < _options.Members; i++)
        {
            var rows = _options.RowShare < 1
                ? ml.Data.TrainTestSplit(input, 1 - _options.RowShare, seed: _options.Seed + i).TrainSet
                : input;
            channel.Info(MessageSensitivity.None, $"member {i + 1} of {_options.Members}");
            var model = _member(i).Fit(rows);
            var scored = model.Transform(input);
            var own = EnsembleVote.Of(scored, i);
            (vote ??= own).MustAgreeWith(own, i);
            var column = FormattableString.Invariant($"Member{i + 1}.{own.ColumnName}");
            columns.Add(column);
            chain.Add(model);
            chain.Add(ml.Transforms.CopyColumns(column, own.ColumnName).Fit(scored));
        }
        var form = vote!.FormFor(Probabilities(chain, input, columns[0]));
        var architecture = new AverageArchitecture(_options.Members, vote.Size, form);
        var device = TrainingDevice.Of(_host, channel);
        chain.Add(new EnsembleAverageTransformer(
            _host, new EnsembleDescription([.. columns], vote.Head, architecture), new AverageNetwork(architecture), device));
        var all = new TransformerChain<ITransformer>([.. chain]);
        var dropped = ml.Transforms.DropColumns([.. columns]).Fit(all.Transform(input));
        return new TransformerChain<ITransformer>([.. chain, dropped]);
    }

    // Whether the first rows' scores are at least 0 and add up to 1.
    private static bool Probabilities(List<ITransformer> chain, IDataView input, string column)
    {
        var scored = new TransformerChain<ITransformer>([.. chain.Take(2)]).Transform(input);
        return scored.Schema[column].Type is not VectorDataViewType || scored.GetColumn<float[]>(column).Take(RowsLookedAt)
            .All(row => row.All(score => score >= 0) && Math.Abs(row.Sum() - 1) < Rounding);
    }
}
