using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// What is saved of a module of the program's own beside its weights; with the shapes of these it is also what checkpoints know it by.
/// </summary>
/// <param name="Name">The name under which its class is registered.</param>
/// <param name="Settings">What its constructor takes; null if it takes nothing.</param>
internal sealed record SavedModule(string Name, JsonNode? Settings)
{
    /// <summary>Builds the module with fresh weights.</summary>
    /// <exception cref="InvalidOperationException">No class is registered by the name.</exception>
    /// <exception cref="FormatException">The settings are not those of the class, or its constructor refuses them.</exception>
    public nn.Module<Tensor, Tensor> Create() => TorchModules.Find(Name).Create(this);

    /// <summary>The module of a description.</summary>
    /// <param name="module">What was saved of it; null only of a model that was never saved.</param>
    public static nn.Module<Tensor, Tensor> CreateOf(SavedModule? module) =>
        (module ?? throw new FormatException("The model's description names no module: the file is damaged.")).Create();

    /// <summary>Why a model cannot be saved; null if it can.</summary>
    /// <param name="saved">What is to be saved of the module; null if its class cannot be built again.</param>
    /// <param name="module">The module.</param>
    public static string? WhyNone(SavedModule? saved, nn.Module module)
    {
        if (saved is not null)
            return null;
        ModuleKind.Of(module.GetType(), out var why);
        return $"The model cannot be saved. {why}";
    }
}
