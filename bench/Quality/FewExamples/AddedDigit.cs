using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// A digit added from five rows to a classifier of five others: the accuracy on its other rows, and on rows of those, after the model was
/// saved and loaded. Each of five digits in turn.
/// </summary>
internal static class AddedDigit
{
    private const int Rows = 5;

    /// <summary>Adds each digit.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="model">Classifier of other digits.</param>
    /// <param name="strange">Rows of the digits to add, each to the model as it is.</param>
    /// <param name="others">Rows of the digits that it knows, and has not learned from.</param>
    public static IEnumerable<(string Name, double Value)> Measure(
        MLContext ml, PrototypesTransformer model, NamedDigit[] strange, NamedDigit[] others)
    {
        var each = strange.GroupBy(row => row.Label).Select(group => With(ml, model, [.. group], others)).ToArray();
        yield return ("addclass.accuracy", each.Average(one => one.Added));
        yield return ("addclass.others", each.Average(one => one.Others));
        yield return ("addclass.others before", NamedDigit.CountRight(ml, model, model.ClassNames, others) / (double)others.Length);
    }

    private static (double Added, double Others) With(MLContext ml, PrototypesTransformer model, NamedDigit[] rows, NamedDigit[] others)
    {
        var few = ml.Data.LoadFromEnumerable(rows[..Rows]);
        using var more = model.AddClass(rows[0].Label, few);
        using var file = new MemoryStream();
        ml.Model.Save(more, few.Schema, file);
        file.Position = 0;
        var loaded = new MLContext().Model.Load(file, out _);
        using var owned = (IDisposable)loaded;
        double Share(NamedDigit[] of) => NamedDigit.CountRight(ml, loaded, more.ClassNames, of) / (double)of.Length;
        return (Share(rows[Rows..]), Share(others));
    }
}
