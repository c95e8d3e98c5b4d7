using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Modules under a common name: torch allows no dots in the name of a module, so each part of a dotted name is a folder.</summary>
internal sealed class ModuleFolder : Module
{
    private readonly Dictionary<string, ModuleFolder> _folders = [];

    public ModuleFolder() : base("Folder")
    {
    }

    /// <summary>A folder with modules in it.</summary>
    public ModuleFolder(IEnumerable<(string Name, Module Module)> modules) : base("Folder")
    {
        foreach (var (name, module) in modules)
            register_module(name, module);
    }

    /// <summary>Puts a module where its dotted name says.</summary>
    public void Add(string path, Module module)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            register_module(path, module);
            return;
        }
        var name = path[..dot];
        if (!_folders.TryGetValue(name, out var folder))
        {
            folder = new ModuleFolder();
            _folders.Add(name, folder);
            register_module(name, folder);
        }
        folder.Add(path[(dot + 1)..], module);
    }
}
