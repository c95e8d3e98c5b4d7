using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// One component being loaded: its directory in the repository and the reader of its model block.
internal sealed class ModelLoadContext : IDisposable
{
    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string[] Strings;

    private readonly IExceptionContext _ctx;

    internal ModelLoadContext(IExceptionContext ctx, RepositoryReader repository, Stream entry, string directory)
    {
        _ctx = ctx;
        Repository = repository;
        Directory = directory;
        Reader = new BinaryReader(entry, Encoding.UTF8);
        Header = ModelHeader.Read(ctx, Reader, RepositoryWriter.Join(directory, ModelSaveContext.ModelFileName));
        Strings = Header.Strings;
    }

    internal ModelHeader Header { get; }

    public void CheckAtModel() =>
        _ctx.Check(Reader.BaseStream.Position == Header.ModelOffset, "The reader is not at the start of the model block");

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    public void CheckVersionInfo(VersionInfo ver) => Header.CheckVersion(_ctx, ver);

    public string LoadString() => LoadStringOrNull() ?? throw _ctx.ExceptDecode("A string is missing in the model");

    public string LoadNonEmptyString()
    {
        var text = LoadString();
        _ctx.CheckDecode(text.Length > 0, "A string of the model is empty");
        return text;
    }

    public string LoadStringOrNull()
    {
        var id = Reader.ReadInt32();
        _ctx.CheckDecode(id >= -1 && id < Strings.Length, "The model refers to a string it does not have");
        return id < 0 ? null : Strings[id];
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        _ctx.CheckValue(action, nameof(action));
        using var stream = Repository.OpenEntryOrNull(Directory, name);
        if (stream is null)
            return false;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        _ctx.CheckNonEmpty(name, nameof(name));
        _ctx.CheckValue(action, nameof(action));
        using var stream = Repository.OpenEntryOrNull(Directory, name);
        if (stream is null)
            return false;
        using var reader = new StreamReader(stream);
        action(reader);
        return true;
    }

    /// Whether there is a component in this sub-directory.
    public bool ContainsModel(string name)
    {
        using var stream = Repository.OpenEntryOrNull(RepositoryWriter.Join(Directory, name), ModelSaveContext.ModelFileName);
        return stream is not null;
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class =>
        LoadModel<TRes, TSig>(env, out result, Repository, RepositoryWriter.Join(Directory, name), extra);

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra) where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, rep, dir, extra))
            throw env.ExceptDecode($"Corrupt model file: '{RepositoryWriter.Join(dir, ModelSaveContext.ModelFileName)}' is missing");
    }

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra) where TRes : class
    {
        result = null;
        var entry = rep.OpenEntryOrNull(dir, ModelSaveContext.ModelFileName);
        if (entry is null)
            return false;
        using var context = new ModelLoadContext(env, rep, entry, dir);
        result = context.Create<TRes>(env, typeof(TSig), extra);
        return true;
    }

    public void Dispose() => Reader.Dispose();

    private TRes Create<TRes>(IHostEnvironment env, Type signature, object[] extra) where TRes : class
    {
        if (!string.IsNullOrEmpty(Header.LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(Assembly.Load(Header.LoaderAssemblyName));
        if (!env.ComponentCatalog.TryFind(Header.LoaderSignature, signature, out var loadable)
            && !(Header.LoaderSignatureAlt.Length > 0 && env.ComponentCatalog.TryFind(Header.LoaderSignatureAlt, signature, out loadable)))
            throw env.ExceptDecode($"Could not find a loader for the signature '{Header.LoaderSignature}' of the component in directory '{Directory}' of the model file");
        object created;
        try
        {
            created = ComponentCreator.Create(env, loadable, this, extra);
        }
        catch (EndOfStreamException e)
        {
            throw env.ExceptDecode(e, $"The component in directory '{Directory}' of the model file ends too early");
        }
        env.CheckDecode(Reader.BaseStream.Position == Header.ModelOffset + Header.ModelSize,
            $"Corrupt model file: the component in directory '{Directory}' was not read to the end of its {Header.ModelSize} bytes");
        return created as TRes
            ?? throw env.ExceptDecode($"The component in directory '{Directory}' of the model file is a {created?.GetType()}, not a {typeof(TRes)}");
    }
}
