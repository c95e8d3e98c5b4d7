using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Recurrent networks with default options on sequences, beside the best of a few settings found by hand.</summary>
internal static class SequenceParts
{
    private const double OfTuned = 0.95;
    private const int TestRows = 600;

    /// <summary>A part for each set.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from set in SequenceSets.All()
        let name = $"defaults.{set.Name}.recurrent"
        select new DefaultsPart(name, bars => Measure(name, set, bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, SequenceSet set, Bars bars)
    {
        var trials = Seeds.All.Select(seed => Fit(name, set, null, seed)).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        // with one seed: these fits are what takes long
        var tuned = set.Tuned.Max(options => Fit($"{name}.tuned", set, options, Seeds.All[0]).Score);
        yield return ($"{name}.tuned", tuned);
        bars.Judge("sequences", name, score >= OfTuned * tuned);
        bars.Judge("time", name, Trial.IsQuick(seconds, set.TrainRows));
    }

    // The rows to learn from differ from seed to seed; those held out are the same.
    private static Trial Fit(string name, SequenceSet set, RecurrentNetworkOptions? options, int seed)
    {
        var ml = new MLContext(seed);
        return Trial.Of(name, () => Trainer(ml, set, options).Fit(set.Rows(ml, set.TrainRows, seed)),
            model => Accuracy(model.Transform(set.Rows(ml, TestRows, seed: 100)), set));
    }

    private static RecurrentNetworkEstimator Trainer(MLContext ml, SequenceSet set, RecurrentNetworkOptions? options)
    {
        var (binary, multiclass) = (ml.BinaryClassification.Trainers, ml.MulticlassClassification.Trainers);
        if (options is null)
            return set.IsBinary ? binary.RecurrentNetwork() : multiclass.RecurrentNetwork();
        return set.IsBinary ? binary.RecurrentNetwork(options) : multiclass.RecurrentNetwork(options);
    }

    private static double Accuracy(IDataView scored, SequenceSet set) => set.IsBinary
        ? Scores.Accuracy(scored.GetColumn<bool>("PredictedLabel").Zip(set.Labels(TestRows), (yes, label) => yes == label > 0))
        : Scores.Accuracy(scored.GetColumn<uint>("PredictedLabel").Zip(set.Labels(TestRows), (key, label) => key == Views.Key(label)));
}
