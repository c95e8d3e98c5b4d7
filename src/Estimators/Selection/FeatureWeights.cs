using System.Reflection;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace DeepML.Estimators;

/// <summary>What the weights of a fitted model of ML.NET say of its features.</summary>
internal static class FeatureWeights
{
    private delegate void GetWeights(ref VBuffer<float> weights);

    /// <summary>The worth of each feature; null where the model has no weights for them.</summary>
    /// <param name="model">A fitted trainer, or a chain that ends with one.</param>
    /// <param name="rows">The rows that it was fitted to.</param>
    /// <param name="count">How many features there are.</param>
    public static double[]? Of(ITransformer model, IDataView rows, int count)
    {
        var last = model is IEnumerable<ITransformer> chain ? chain.LastOrDefault() : model;
        if (last is not ISingleFeaturePredictionTransformer<object> { FeatureColumnName: { } features } fitted)
            return null;
        var calibrated = fitted.Model.GetType().GetProperties().FirstOrDefault(property => property.Name == "SubModel"); // of several
        var parameters = calibrated?.GetValue(fitted.Model) ?? fitted.Model;
        if (Trees(parameters, count) is { } gains)
            return gains;
        return Linear(parameters) is { } weights && weights.Length == count
            ? [.. weights.Zip(Deviations(model.Transform(rows), features, count), (weight, deviation) => weight * deviation)]
            : null;
    }

    private static double[]? Linear(object parameters)
    {
        switch (parameters)
        {
            case LinearModelParameters linear:
                return [.. linear.Weights.Select(weight => Math.Abs((double)weight))];
            case LinearMulticlassModelParametersBase multiclass:
                var classes = default(VBuffer<float>[])!;
                multiclass.GetWeights(ref classes, out var count);
                var all = classes.Take(count).Select(weights => weights.DenseValues().ToArray()).ToArray();
                return [.. Enumerable.Range(0, all[0].Length).Select(slot => Math.Sqrt(all.Sum(w => (double)w[slot] * w[slot])))];
            default:
                return null;
        }
    }

    // Trees are of a package that an application has or has not.
    private static double[]? Trees(object parameters, int count)
    {
        var method = parameters.GetType().GetMethod(
            "GetFeatureWeights", BindingFlags.Public | BindingFlags.Instance, [typeof(VBuffer<float>).MakeByRefType()]);
        if (method is null)
            return null;
        var weights = default(VBuffer<float>);
        method.CreateDelegate<GetWeights>(parameters)(ref weights);
        var gains = new double[count];
        foreach (var (slot, weight) in weights.Items())
            gains[slot] = weight;
        return gains;
    }

    private static double[] Deviations(IDataView rows, string features, int count)
    {
        var column = rows.Schema[features];
        using var cursor = rows.GetRowCursor([column]);
        var read = SeriesNumbersColumn.Reader(cursor, column);
        var values = new double[count];
        var seen = Enumerable.Range(0, count).Select(_ => new List<double>()).ToArray();
        while (cursor.MoveNext())
        {
            read(values);
            for (var slot = 0; slot < count; slot++)
                if (!double.IsNaN(values[slot]))
                    seen[slot].Add(values[slot]);
        }
        return Array.ConvertAll(seen, numbers => numbers.Distinct().Take(2).Count() < 2 ? 0 : SeriesScale.Of(numbers).Deviation);
    }
}
