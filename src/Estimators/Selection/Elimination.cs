using System.Globalization;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>Trains again and again, each time without the features that were of least worth.</summary>
/// <param name="trainer">What is trained.</param>
/// <param name="options">How.</param>
/// <param name="column">The column of features that the trainer reads.</param>
/// <param name="split">Rows to train on and rows to measure on, the same in the same order each time.</param>
/// <param name="label">The label's name.</param>
/// <param name="seed">Fixes how values are shuffled.</param>
internal sealed class Elimination(
    IEstimator<ITransformer> trainer, EliminationOptions options, string column, DataOperationsCatalog.TrainTestData split,
    string label, int seed)
{
    private readonly FeatureRows _training = FeatureRows.Read(split.TrainSet, column, label, "training rows");
    private readonly FeatureRows _heldOut = FeatureRows.Read(split.TestSet, column, label, "held-out rows");
    private readonly List<SelectionRound> _rounds = [];
    private bool _byWeights = true;

    /// <summary>Leaves out features until as many are left as are to be kept.</summary>
    /// <param name="count">How many are kept.</param>
    /// <param name="tell">Told after each training.</param>
    /// <exception cref="ArgumentException">
    /// There are not more features than are to be kept, or the trainer is none, or reads none of them.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is one class only.</exception>
    public SelectionReport Run(int count, Action<string> tell)
    {
        _training.CheckCount(count, column);
        _training.CheckClasses(label);
        var error = new HeldOutError(_heldOut.Labels, _training.IsNumber);
        var features = new SelectedFeature[_training.Names.Length];
        var left = Enumerable.Range(0, features.Length).ToArray();
        for (var drop = -1; drop != 0;)
        {
            var worth = Worth(left, error);
            if (!_byWeights && worth.All(value => value == 0))
                throw new ArgumentException(
                    $"The answers of the trainer are as wrong when any feature of column '{column}' is shuffled among the "
                        + $"{_heldOut.Labels.Length} held-out rows: it reads another column, has learned nothing, or there are too "
                        + "few rows.",
                    nameof(trainer));
            tell(FormattableString.Invariant($"{left.Length} features: {error.Metric} {_rounds[^1].Error:G5} on held-out rows"));
            drop = Math.Min(left.Length - count, Math.Max(1, (int)(options.DropShare * left.Length)));
            var order = Enumerable.Range(0, left.Length).OrderBy(i => worth[i]).ThenByDescending(i => left[i]).ToArray();
            foreach (var i in drop == 0 ? order : order[..drop])
                features[left[i]] = new SelectedFeature(
                    _training.Names[left[i]], left[i], drop == 0, worth[i], Reason(drop == 0, left.Length, worth[i]));
            left = [.. order[drop..].Select(i => left[i]).Order()];
        }
        var method = $"Elimination by {(_byWeights ? "the weights of the trainer" : "shuffled values")} for '{label}'";
        return new SelectionReport(method, error.Metric, features, _rounds);
    }

    // What each of the features that are left is worth to a model of them.
    private double[] Worth(int[] left, HeldOutError error)
    {
        var rows = View(split.TrainSet, Of(_training, left));
        var model = trainer.Fit(rows);
        using var owned = model as IDisposable;
        _rounds.Add(new SelectionRound(left.Length, error.Of(model.Transform(View(split.TestSet, Of(_heldOut, left))))));
        var weights = options.Importance == EliminationImportance.Weights ? FeatureWeights.Of(model, rows, left.Length) : null;
        _byWeights &= weights is not null;
        return weights ?? Permuted(model, Of(_heldOut, left), error);
    }

    // By how much the error grows when the values of a feature are shuffled among the rows.
    private double[] Permuted(ITransformer model, float[][] numbers, HeldOutError error)
    {
        var (random, before) = (new Random(seed), _rounds[^1].Error);
        return [.. Enumerable.Range(0, numbers[0].Length).Select(slot =>
        {
            var own = Array.ConvertAll(numbers, row => row[slot]);
            var shuffled = (float[])own.Clone();
            var worth = Enumerable.Range(0, options.Permutations).Average(_ =>
            {
                random.Shuffle(shuffled);
                Exchange(shuffled);
                return error.Of(model.Transform(View(split.TestSet, numbers))) - before;
            });
            Exchange(own);
            return worth;

            void Exchange(float[] values)
            {
                for (var row = 0; row < values.Length; row++)
                    numbers[row][slot] = values[row];
            }
        })];
    }

    private GivenFeaturesView View(IDataView data, float[][] features) => new(data, column, features);

    private string Reason(bool isKept, int of, double worth) => isKept
        ? string.Create(CultureInfo.InvariantCulture, $"kept to the end, worth {worth:G4}")
        : string.Create(CultureInfo.InvariantCulture, $"left out in round {_rounds.Count}, of {of} features, worth {worth:G4}");

    private static float[][] Of(FeatureRows rows, int[] left) =>
        Array.ConvertAll(rows.Features, row => Array.ConvertAll(left, slot => row[slot]));
}
