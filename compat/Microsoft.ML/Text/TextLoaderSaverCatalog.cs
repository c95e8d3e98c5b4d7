using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => new(catalog.GetEnvironment(), OptionsOf(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
        => new(catalog.GetEnvironment(), options, dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => CreateTextLoader<TInput>(catalog, OptionsOf(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckValue(env, options, nameof(options));
        var typed = options.Clone();
        typed.Columns = TextLoaderColumnsOfType.Get(env, typeof(TInput));
        return new TextLoader(env, typed, dataSample);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t',
        bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var source = SourceAt(catalog.GetEnvironment(), path);
        return CreateTextLoader(catalog, columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var source = SourceAt(catalog.GetEnvironment(), path);
        return CreateTextLoader<TInput>(catalog, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        var source = SourceAt(catalog.GetEnvironment(), path);
        return new TextLoader(catalog.GetEnvironment(), options, source).Load(source);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        var source = SourceAt(catalog.GetEnvironment(), path);
        return CreateTextLoader<TInput>(catalog, options).Load(source);
    }

    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t', bool headerRow = true,
        bool schema = true, bool keepHidden = false, bool forceDense = false)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckValue(env, data, nameof(data));
        Contracts.CheckValue(env, stream, nameof(stream));
        new TextSaver(env, separatorChar, headerRow, schema, forceDense).Save(data, stream, keepHidden);
    }

    private static MultiFileSource SourceAt(IHostEnvironment env, string path)
    {
        Contracts.CheckNonEmpty(env, path, nameof(path));
        Contracts.CheckParam(env, FilePathPattern.NamesExistingFiles(path), nameof(path), $"File does not exist at path: {path}");
        return new MultiFileSource(path);
    }

    private static TextLoader.Options OptionsOf(TextLoader.Column[] columns, char separatorChar, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse)
        => new()
        {
            Columns = columns,
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };
}
