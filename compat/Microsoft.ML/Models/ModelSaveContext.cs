using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// One component being saved: its directory in the repository and the writer of its model block.
public sealed class ModelSaveContext : IDisposable
{
    internal const string ModelFileName = "Model.key";

    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;

    private readonly IExceptionContext _ctx;
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _stringIds = [];
    private VersionInfo? _version;
    private bool _closed;

    internal ModelSaveContext(RepositoryWriter repository, string directory, string name = ModelFileName)
    {
        Repository = repository;
        Directory = directory;
        _ctx = repository.Env;
        Writer = new BinaryWriter(repository.CreateEntry(directory, name), Encoding.UTF8);
        Writer.Write(new byte[ModelHeader.Size]);
    }

    /// Whether the context is still being written.
    internal void CheckAtModel() => _ctx.Check(!_closed, "The model context is closed");

    internal void SetVersionInfo(VersionInfo ver)
    {
        CheckAtModel();
        _version = ver;
    }

    internal void SaveString(string str)
    {
        _ctx.CheckValue(str, nameof(str));
        Writer.Write(IdOf(str));
    }

    internal void SaveNonEmptyString(string str)
    {
        _ctx.CheckParam(!string.IsNullOrEmpty(str), nameof(str), "The string cannot be empty");
        Writer.Write(IdOf(str));
    }

    internal void SaveStringOrNull(string str) => Writer.Write(str is null ? -1 : IdOf(str));

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        _ctx.CheckValue(action, nameof(action));
        using var writer = new BinaryWriter(Repository.CreateEntry(Directory, name), Encoding.UTF8);
        action(writer);
    }

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        _ctx.CheckValue(action, nameof(action));
        using var writer = new StreamWriter(Repository.CreateEntry(Directory, name));
        action(writer);
    }

    internal void SaveModel<T>(T value, string name) where T : class
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        SaveModel(Repository, value, RepositoryWriter.Join(Directory, name));
    }

    internal void SaveSubModel(string name, Action<ModelSaveContext> fn)
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        _ctx.CheckValue(fn, nameof(fn));
        using var sub = new ModelSaveContext(Repository, RepositoryWriter.Join(Directory, name));
        fn(sub);
        sub.Done();
    }

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path) where T : class
    {
        if (value is null)
            return;
        if (value is not ICanSaveModel savable)
            throw rep.Env.Except($"Cannot save the model: {value.GetType()} does not implement {nameof(ICanSaveModel)}");
        using var context = new ModelSaveContext(rep, path);
        savable.Save(context);
        context.Done();
    }

    internal void Done()
    {
        CheckAtModel();
        _ctx.Check(_version.HasValue, "Saving set no version information");
        _closed = true;
        ModelHeader.Write(Writer, 0, _version.Value, _strings);
        Writer.Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        Writer.Dispose();
    }

    private int IdOf(string text)
    {
        CheckAtModel();
        if (!_stringIds.TryGetValue(text, out var id))
        {
            id = _strings.Count;
            _stringIds.Add(text, id);
            _strings.Add(text);
        }
        return id;
    }
}
