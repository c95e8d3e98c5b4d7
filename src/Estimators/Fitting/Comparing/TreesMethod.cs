using System.Reflection;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>
/// Gradient-boosted trees with their own defaults, of whichever of ML.NET's packages the application has: LightGBM, else FastTree. This
/// library refers to neither, so they are found by name.
/// </summary>
/// <inheritdoc cref="RivalMethod"/>
internal sealed class TreesMethod : RivalMethod
{
    private static readonly (string Assembly, string Extensions, string Method)[] Packages =
    [
        ("Microsoft.ML.LightGbm", "Microsoft.ML.LightGbmExtensions", "LightGbm"),
        ("Microsoft.ML.FastTree", "Microsoft.ML.TreeExtensions", "FastTree"),
    ];

    private readonly Func<IEstimator<ITransformer>> _trainer;

    private TreesMethod(MLContext ml, LabelKind kind, int classes, string name, Func<IEstimator<ITransformer>> trainer)
        : base(ml, kind, classes) => (Name, _trainer) = (name, trainer);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Finds the trees.</summary>
    /// <param name="ml">ML.NET, with the seed of the fit.</param>
    /// <param name="kind">What the label is.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">The trees'.</param>
    /// <returns>Null if the application has none that predict such a label.</returns>
    public static TreesMethod? Find(MLContext ml, LabelKind kind, int classes, int seed)
    {
        object catalog = kind switch
        {
            LabelKind.Class => ml.MulticlassClassification.Trainers,
            LabelKind.YesNo => ml.BinaryClassification.Trainers,
            _ => ml.Regression.Trainers,
        };
        foreach (var (assembly, extensions, name) in Packages)
        {
            var create = Load(assembly)?.GetType(extensions)?.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(method =>
                method.Name == name && method.GetParameters() is [var first, var options]
                && first.ParameterType == catalog.GetType() && options.ParameterType.Name == "Options");
            if (create is not null)
                return new TreesMethod(ml, kind, classes, $"gradient-boosted trees ({name})", () => Create(create, catalog, seed));
        }
        return null;
    }

    /// <inheritdoc/>
    public override double[] Predict(PlainRows training, PlainRows rows) => Predict(_trainer(), training, rows);

    // One thread, so that the same fit has the same history.
    private static IEstimator<ITransformer> Create(MethodInfo create, object catalog, int seed)
    {
        var options = Activator.CreateInstance(create.GetParameters()[1].ParameterType)!;
        Set("NumberOfThreads", 1);
        Set("Seed", seed);
        return (IEstimator<ITransformer>)create.Invoke(null, [catalog, options])!;

        void Set(string field, int value) => options.GetType().GetField(field)?.SetValue(options, value);
    }

    private static Assembly? Load(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null; // the application does without
        }
    }
}
