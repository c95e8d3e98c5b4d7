using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>How good answers are, the higher the better.</summary>
internal static class Scores
{
    /// <summary>Accuracy, R² or, where one class is rare, the area under the ROC curve.</summary>
    /// <param name="scored">Rows with the columns of an ML.NET predictor.</param>
    /// <param name="labels">The truth.</param>
    /// <param name="table">What is to be told.</param>
    public static double Of(IDataView scored, float[] labels, Table table) => table.Task switch
    {
        TableTask.Class => Accuracy(scored.GetColumn<uint>("PredictedLabel").Zip(labels, (key, label) => key == Views.Key(label))),
        TableTask.YesNo when table.IsSkewed => Area(scored.GetColumn<float>("Score"), labels.Select(label => label > 0)),
        TableTask.YesNo => Accuracy(scored.GetColumn<bool>("PredictedLabel").Zip(labels, (yes, label) => yes == label > 0)),
        _ => Determination(scored.GetColumn<float>("Score"), labels),
    };

    /// <summary>The share of right answers.</summary>
    public static double Accuracy(IEnumerable<bool> right) => right.Average(isRight => isRight ? 1.0 : 0);

    /// <summary>R²: the share of the variance of the truth that is explained.</summary>
    public static double Determination(IEnumerable<float> predicted, float[] truth)
    {
        var mean = truth.Average(y => (double)y);
        return 1 - (predicted.Zip(truth, (p, y) => ((double)p - y) * ((double)p - y)).Sum() / truth.Sum(y => (y - mean) * (y - mean)));
    }

    /// <summary>The chance that an odd row scores above a normal one, half for equal scores.</summary>
    public static double Area(IEnumerable<float> scores, IEnumerable<bool> odd)
    {
        var ranked = scores.Zip(odd, (score, isOdd) => (Score: score, IsOdd: isOdd)).ToArray();
        if (ranked.Any(r => !float.IsFinite(r.Score)))
            return double.NaN;
        var (above, normal) = (0.0, 0);
        foreach (var group in ranked.GroupBy(r => r.Score).OrderBy(g => g.Key))
        {
            var oddHere = group.Count(r => r.IsOdd);
            var normalHere = group.Count() - oddHere;
            above += oddHere * (normal + (normalHere / 2.0));
            normal += normalHere;
        }
        return above / ((double)normal * (ranked.Length - normal));
    }
}
