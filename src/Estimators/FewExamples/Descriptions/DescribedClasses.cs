using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The classes of a label, and behind them those that are known by a description alone.</summary>
/// <param name="Head">All classes.</param>
/// <param name="IsSeen">Of each, whether there are rows to learn from.</param>
/// <param name="Numbers">The description of each; null where there is none, which only an unseen one of the label's keys may lack.</param>
internal sealed record DescribedClasses(MulticlassHead Head, bool[] IsSeen, IReadOnlyList<float>?[] Numbers)
{
    /// <summary>Joins the classes of a label with descriptions.</summary>
    /// <param name="label">Classes of the label.</param>
    /// <param name="given">The descriptions.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="column">Name of the label column.</param>
    /// <exception cref="InvalidOperationException">The label's keys have no values, so that descriptions name none of them.</exception>
    /// <exception cref="ArgumentException">
    /// A class with rows has no description, or the name of another is no value of the label's type.
    /// </exception>
    public static DescribedClasses Of(MulticlassHead label, ClassDescriptions given, IBatchSource rows, string column)
    {
        if (label.KeyValues is not { } values)
            throw new InvalidOperationException(
                $"The keys of label column '{column}' have no values behind them, so that ClassDescriptions cannot name them. Give a text "
                + "label, or keys from MapValueToKey.");
        var byName = given.Classes.ToDictionary(one => one.ClassName, one => one.Numbers);
        string[] names = [.. values.Texts, .. given.Classes.Select(one => one.ClassName).Except(values.Texts)];
        var counts = ClassRows.Count(rows, values.Texts.Length);
        var missing = values.Texts.Where((name, i) => counts[i] > 0 && !byName.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
            throw new ArgumentException(
                $"ClassDescriptions.Classes lacks {string.Join(", ", missing.Select(name => $"'{name}'"))}: every class of label column "
                + $"'{column}' that has training rows must be described.", nameof(given));
        var head = new MulticlassHead(names.Length, values with { Texts = names });
        try
        {
            head.KeyValues!.Check(names.Length);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(
                $"ClassDescriptions.Classes names a class that is no value of label column '{column}', whose values are of type "
                + $"{values.ItemType}: {e.Message}", nameof(given), e);
        }
        return new(
            head, [.. names.Select((_, i) => i < counts.Length && counts[i] > 0)],
            [.. names.Select(name => byName.GetValueOrDefault(name))]);
    }

    /// <summary>Places of the classes that are known by their description alone.</summary>
    public int[] Unseen => [.. Places.Where(i => !IsSeen[i] && Numbers[i] is not null)];

    /// <summary>Places of the classes with rows.</summary>
    public int[] Seen => [.. Places.Where(i => IsSeen[i])];

    private IEnumerable<int> Places => Enumerable.Range(0, IsSeen.Length);

    /// <summary>The descriptions, (classes, description); 0 where there is none.</summary>
    public Tensor Descriptions(Device device)
    {
        var size = Numbers.First(numbers => numbers is not null)!.Count;
        return tensor(Numbers.SelectMany(numbers => numbers ?? new float[size]).ToArray(), [Numbers.Length, size], device: device);
    }

    /// <summary>What the logit of each class is raised by.</summary>
    /// <param name="of">Of a class that takes part; null for one that does not.</param>
    public float[] Raised(Func<int, float?> of) => [.. Places.Select(i => of(i) ?? PrototypeNetwork.NoPrototype)];
}
