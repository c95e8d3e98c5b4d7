using System.Reflection;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A class of modules that saved models can name, and how one of it is built again.</summary>
internal sealed class ModuleKind
{
    private readonly ConstructorInfo _constructor;
    private readonly PropertyInfo? _settings;

    private ModuleKind(Type module, string name, PropertyInfo? settings, ConstructorInfo constructor) =>
        (Class, Name, _settings, _constructor) = (module, name, settings, constructor);

    /// <summary>The class.</summary>
    public Type Class { get; }

    /// <summary>Its name in saved models.</summary>
    public string Name { get; }

    /// <summary>The kind of a class.</summary>
    /// <exception cref="ArgumentException">The class cannot be built from a saved model.</exception>
    public static ModuleKind Of(Type module) => Of(module, out var why) ?? throw new ArgumentException(why, nameof(module));

    /// <summary>The kind of a class, if it can be built from a saved model.</summary>
    /// <param name="module">The class.</param>
    /// <param name="why">Why not, in a sentence; null if it can.</param>
    public static ModuleKind? Of(Type module, out string? why)
    {
        var settings = module.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IArchivedModule<>)).ToArray();
        Type[] parameters = [.. settings.Select(i => i.GetGenericArguments()[0])];
        var constructor = module.GetConstructor(parameters);
        var name = module.GetCustomAttribute<ArchivedModuleAttribute>()?.Name;
        why = string.IsNullOrWhiteSpace(name)
            ? $"{module.Name} has no name in saved models: give the class [ArchivedModule(\"a name that never changes\")]."
            : !typeof(nn.Module<Tensor, Tensor>).IsAssignableFrom(module) ? $"{module.Name} is no Module<Tensor, Tensor>."
            : module.IsAbstract || module.ContainsGenericParameters ? $"{module.Name} is abstract or generic: nothing can be built of it."
            : settings.Length > 1 ? $"{module.Name} tells several kinds of settings; one is needed."
            : constructor is null
                ? $"{module.Name} needs a public constructor "
                    + (settings.Length == 0
                        ? "without parameters, or settings (IArchivedModule<…>) and a constructor that takes them."
                        : $"that takes its settings, {parameters[0].Name}.")
            : null;
        return why is null ? new ModuleKind(module, name!, settings.SingleOrDefault()?.GetProperty("Settings"), constructor!) : null;
    }

    /// <summary>What a saved model holds of a module beside its weights.</summary>
    public SavedModule Describe(nn.Module<Tensor, Tensor> module) => new(Name, _settings is null ? null : ArchiveJson.Node(
        _settings.GetValue(module)
            ?? throw new InvalidOperationException($"The Settings of {Class.Name} are null; a model could not be built again from them.")));

    /// <summary>Builds a module with fresh weights.</summary>
    /// <param name="saved">What a model holds of it.</param>
    /// <exception cref="FormatException">The settings are not those of the class, or its constructor refuses them.</exception>
    public nn.Module<Tensor, Tensor> Create(SavedModule saved)
    {
        if (saved.Settings is null != _settings is null)
            throw new FormatException(
                $"The model's module '{Name}' has {(saved.Settings is null ? "no " : "")}settings, and "
                    + $"{Class.Name} {(_settings is null ? "takes none" : "needs them")}.");
        object[] arguments = _settings is null ? [] : [ArchiveJson.Read(saved.Settings!, _settings.PropertyType)];
        try
        {
            return (nn.Module<Tensor, Tensor>)_constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e)
        {
            var cause = e.InnerException!.Message.Split('\n')[0]; // torch adds its stack
            throw new FormatException(
                $"The model's module '{Name}' cannot be built from its settings {saved.Settings?.ToJsonString()}: {cause}",
                e.InnerException);
        }
    }
}
