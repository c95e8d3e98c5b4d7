using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class BinaryLoaderSaverCatalog
{
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckValue(env, fileSource, nameof(fileSource));
        return new BinaryView(env, fileSource);
    }

    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckNonEmpty(env, path, nameof(path));
        Contracts.CheckParam(env, File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return new BinaryView(env, new MultiFileSource(path));
    }

    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        var env = catalog.GetEnvironment();
        Contracts.CheckValue(env, data, nameof(data));
        Contracts.CheckValue(env, stream, nameof(stream));
        BinarySaver.Save(env, data, stream, keepHidden);
    }
}
