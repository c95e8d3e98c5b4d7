using System.Globalization;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Descriptions of classes, by which also those are scored that training has no row of (zero-shot): rows and descriptions are learned into
/// one space, and a row is of the class whose description is nearest.
/// </summary>
public sealed record ClassDescriptions
{
    /// <summary>A description of each class: of all that have training rows, and of others that are to be known.</summary>
    /// <value>At least two, each class once, all of one length; must be given.</value>
    public IReadOnlyList<ClassDescription> Classes { get; init; } = [];

    /// <summary>Widths of the hidden layers through which descriptions go.</summary>
    /// <value>Each at least 1; the default is none: a linear map.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [];

    /// <summary>
    /// What is taken off the scores of classes that training had rows of, which are too sure of themselves beside the others (calibrated
    /// stacking: Chao et al., ECCV 2016).
    /// </summary>
    /// <value>
    /// At least 0, in the unit of the logits; null (the default) chooses it by a first training without <see cref="HeldOutClasses"/>, such
    /// that the harmonic mean of the accuracies on their rows and on other held-out rows is highest.
    /// </value>
    public double? SeenPenalty { get; init; }

    /// <summary>Classes that the first training leaves out, to choose <see cref="SeenPenalty"/> by.</summary>
    /// <value>
    /// At least 1, such that two are left; null (the default) is a quarter of those with rows, and none of fewer than four or where every
    /// class has rows: nothing is then taken off.
    /// </value>
    public int? HeldOutClasses { get; init; }

    /// <summary>Numbers of a description.</summary>
    internal int Size => Classes[0].Numbers.Count;

    internal void Validate(OptionFaults faults, string name)
    {
        faults.Sizes(HiddenSizes, $"{name}.{nameof(HiddenSizes)}");
        if (SeenPenalty is { } penalty)
            faults.AtLeast(penalty, 0, $"{name}.{nameof(SeenPenalty)}");
        if (HeldOutClasses is { } heldOut)
            faults.AtLeast(heldOut, 1, $"{name}.{nameof(HeldOutClasses)}");
        if (SeenPenalty is not null && HeldOutClasses is not null)
            faults.Add($"{name}.{nameof(HeldOutClasses)}", HeldOutClasses, $"null where {nameof(SeenPenalty)} is given");
        var list = $"{name}.{nameof(Classes)}";
        if (Classes is null or { Count: < 2 })
        {
            faults.Add(list, Classes is null ? null : $"a list of {Classes.Count}", "a list of two classes or more");
            return;
        }
        for (var i = 0; i < Classes.Count; i++)
            if (faults.Given(Classes[i], $"{list}[{i}]"))
                Validate(Classes[i], faults, $"{list}[{i}]");
        var named = Classes.Where(one => one?.ClassName is not null).GroupBy(one => one.ClassName);
        foreach (var twice in named.Where(same => same.Count() > 1))
            faults.Add(list, $"a list with {twice.Count()} descriptions of '{twice.Key}'", "a list with one for each class");
    }

    private void Validate(ClassDescription description, OptionFaults faults, string name)
    {
        if (string.IsNullOrEmpty(description.ClassName))
            faults.Add($"{name}.{nameof(ClassDescription.ClassName)}", description.ClassName is null ? null : "\"\"", "a name");
        if (description.Numbers is null or { Count: 0 })
        {
            faults.Add($"{name}.{nameof(ClassDescription.Numbers)}", description.Numbers is null ? null : "empty", "one number or more");
            return;
        }
        var all = Classes[0]?.Numbers?.Count ?? description.Numbers.Count;
        if (description.Numbers.Count != all)
            faults.Add(
                $"{name}.{nameof(ClassDescription.Numbers)}", $"{description.Numbers.Count} numbers of '{description.ClassName}'",
                $"as many as of the first class, {all.ToString(CultureInfo.InvariantCulture)}");
        for (var i = 0; i < description.Numbers.Count; i++)
            faults.Finite(description.Numbers[i], $"{name}.{nameof(ClassDescription.Numbers)}[{i}]");
    }
}
