using System.Collections.Concurrent;
using System.Reflection;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The classes of modules that a program knows by the names that saved models hold. Register a class before a model with a module of it
/// is loaded; where the module was trained in the same process, the fit has done so.
/// </summary>
public static class TorchModules
{
    private static readonly ConcurrentDictionary<string, ModuleKind> Known = new(StringComparer.Ordinal);

    /// <summary>Makes a class known by the name of its <see cref="ArchivedModuleAttribute"/>.</summary>
    /// <typeparam name="TModule">A class with a public constructor: one that takes its settings, or one without parameters.</typeparam>
    /// <exception cref="ArgumentException">The class cannot be built from a saved model: it says why.</exception>
    /// <exception cref="InvalidOperationException">Another class has the name.</exception>
    public static void Register<TModule>()
        where TModule : nn.Module<Tensor, Tensor> => Add(ModuleKind.Of(typeof(TModule)));

    /// <summary>Makes every class of an assembly known that bears an <see cref="ArchivedModuleAttribute"/>.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <exception cref="ArgumentException">A class cannot be built from a saved model: it says why.</exception>
    /// <exception cref="InvalidOperationException">Two classes have the same name.</exception>
    public static void RegisterAll(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (var type in assembly.GetTypes().Where(type => type.GetCustomAttribute<ArchivedModuleAttribute>() is not null))
            Add(ModuleKind.Of(type));
    }

    /// <summary>
    /// Makes a kind known. One of a class with the same name takes its place: notebooks define a class anew in each run of a cell.
    /// </summary>
    internal static void Add(ModuleKind kind) => Known.AddOrUpdate(kind.Name, kind, (name, before) => before.Class.Name == kind.Class.Name
        ? kind
        : throw new InvalidOperationException(
            $"[ArchivedModule(\"{name}\")] is the name of {before.Class.FullName} and of {kind.Class.FullName}; each module needs a name "
                + "of its own."));

    /// <summary>The kind that a saved model names.</summary>
    /// <exception cref="InvalidOperationException">No class is registered by the name.</exception>
    internal static ModuleKind Find(string name) => Known.TryGetValue(name, out var kind)
        ? kind
        : throw new InvalidOperationException(
            $"The model holds a module that is called '{name}', which this program has not registered. Call TorchModules.Register<…>() "
            + $"with the class that bears [ArchivedModule(\"{name}\")] before the model is loaded. Registered: "
            + $"{(Known.IsEmpty ? "none" : string.Join(", ", Known.Keys.Order(StringComparer.Ordinal)))}.");
}
