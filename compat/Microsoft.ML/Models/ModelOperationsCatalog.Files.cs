using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    private const string SchemaEntryName = "Schema";

    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, Stream stream)
    {
        _env.CheckValue(loader, nameof(loader));
        _env.CheckValue(stream, nameof(stream));
        var chain = model is null ? new TransformerChain<ITransformer>() : new TransformerChain<ITransformer>(model);
        using var repository = RepositoryWriter.CreateNew(stream, _env);
        ModelSaveContext.SaveModel(repository, new CompositeDataLoader<TSource, ITransformer>(loader, chain), null);
    }

    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, string filePath)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, loader, stream);
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        _env.CheckValue(model, nameof(model));
        _env.CheckValue(stream, nameof(stream));
        using var repository = RepositoryWriter.CreateNew(stream, _env);
        ModelSaveContext.SaveModel(repository, model, CompositeDataLoader.TransformerDirectory);
        if (inputSchema is null)
            return;
        using var entry = repository.CreateEntry(null, SchemaEntryName);
        SchemaSerializer.Save(inputSchema, entry);
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        using var repository = RepositoryReader.Open(stream, _env);
        using (var entry = repository.OpenEntryOrNull(null, SchemaEntryName))
            if (entry is not null)
            {
                inputSchema = LoadSchema(entry);
                ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_env, out var withSchema, repository, CompositeDataLoader.TransformerDirectory);
                return withSchema;
            }
        if (ModelLoadContext.LoadModelOrNull<CompositeDataLoader<IMultiStreamSource, ITransformer>, SignatureLoadModel>(_env, out var composite, repository, null))
        {
            inputSchema = composite.Loader.GetOutputSchema();
            return composite.Transformer;
        }
        inputSchema = null;
        if (ModelLoadContext.LoadModelOrNull<ITransformer, SignatureLoadModel>(_env, out var transformer, repository, CompositeDataLoader.TransformerDirectory))
            return transformer;
        throw _env.Except("Could not load legacy format model: the file holds neither a transformer nor a data loader");
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    public ITransformer LoadWithDataLoader(Stream stream, out IDataLoader<IMultiStreamSource> loader)
    {
        using var repository = RepositoryReader.Open(stream, _env);
        _env.Check(ModelLoadContext.LoadModelOrNull<CompositeDataLoader<IMultiStreamSource, ITransformer>, SignatureLoadModel>(_env, out var composite, repository, null),
            "The model was saved without a data loader; load it with Load");
        loader = composite.Loader;
        return composite.Transformer;
    }

    public ITransformer LoadWithDataLoader(string filePath, out IDataLoader<IMultiStreamSource> loader)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return LoadWithDataLoader(stream, out loader);
    }

    private DataViewSchema LoadSchema(Stream entry)
    {
        try
        {
            return SchemaSerializer.Load(entry);
        }
        catch (EndOfStreamException e)
        {
            throw _env.ExceptDecode(e, $"Entry '{SchemaEntryName}' of the model ends too early");
        }
    }
}
