using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The other detectors of odd windows: simple ones, and a dense autoencoder.</summary>
/// <param name="architecture">Of the recurrent one: theirs are windows of the same shape, and codes of the same size.</param>
/// <param name="feature">Name of the column of windows.</param>
internal sealed class WindowDetectors(WindowAutoencoderArchitecture architecture, string feature)
{
    private const double Ridge = 1e-6; // of the mean variance, so that sensors that say the same leave an inverse

    /// <summary>Lets each learn from the same rows and score others.</summary>
    /// <returns>The scores of each, set by set.</returns>
    public IEnumerable<(string Name, float[][] Scores)> Compare(
        IHostEnvironment environment, IDataView input, IReadOnlyList<IDataView> labelled)
    {
        var dense = new AutoencoderAnomalyEstimator(environment, new AutoencoderAnomalyOptions
        {
            FeatureColumnName = feature,
            Score = AnomalyScore.ReconstructionError,
            Autoencoder = new AutoencoderOptions { HiddenSizes = [4 * architecture.CodeSize], CodeSize = architecture.CodeSize },
        });
        using (var model = dense.Fit(input))
            yield return ("dense autoencoder", [.. labelled.Select(model.Errors)]);
        using var scope = NewDisposeScope();
        var known = Read(input); // (row, steps × sensors)
        var mean = known.mean([0L]);
        var spread = (known - mean).Squared().mean([0L]).sqrt().clamp_min(Numbers.Kept(NumberLimits.Smallest));
        known = (known - mean) / spread;
        var sets = labelled.Select(rows => (Read(rows) - mean) / spread).ToArray();
        yield return ($"{architecture.CodeSize} principal components", Scored(sets, rows => LeftOver(known, rows)));
        var last = (architecture.Steps - 1L) * architecture.Sensors;
        known = known.narrow(1, last, architecture.Sensors);
        sets = Array.ConvertAll(sets, rows => rows.narrow(1, last, architecture.Sensors));
        yield return ("largest z-score of the last step", Scored(sets, rows => rows.abs().amax([1L])));
        yield return ("Mahalanobis' distance of the last step", Scored(sets, rows => Distance(known, rows)));
    }

    // What the components leave of each row, squared.
    private Tensor LeftOver(Tensor known, Tensor rows)
    {
        var (_, vectors) = linalg.eigh(Covariance(known)); // ascending
        var left = vectors.narrow(1, 0, vectors.size(1) - architecture.CodeSize);
        return rows.mm(left).Squared().sum(dim: 1);
    }

    private static Tensor Distance(Tensor known, Tensor rows)
    {
        var covariance = Covariance(known);
        var ridge = eye(covariance.size(0), dtype: covariance.dtype).Times(Ridge * covariance.diagonal(0, 0, 1).mean().Read<double>());
        return (rows * linalg.solve(covariance.Plus(ridge), rows.t()).t()).sum(dim: 1);
    }

    private static Tensor Covariance(Tensor known) => known.t().mm(known).Over(known.size(0));

    private Tensor Read(IDataView data)
    {
        var rows = data.GetColumn<float[]>(data.Schema[feature]).ToArray();
        return tensor(rows.SelectMany(row => row).ToArray()).view(rows.Length, -1).to(ScalarType.Float64);
    }

    private static float[][] Scored(Tensor[] sets, Func<Tensor, Tensor> score) =>
        Array.ConvertAll(sets, rows => score(rows).to(ScalarType.Float32).data<float>().ToArray());
}
