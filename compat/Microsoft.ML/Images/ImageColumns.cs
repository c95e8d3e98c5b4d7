using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>What the image transforms ask of their input.</summary>
internal static class ImageColumns
{
    private static readonly string AnyImage = new ImageDataViewType().ToString();

    public static SchemaShape.Column FindImage(this SchemaShape shape, IHost host, string name)
        => shape.Find(host, name, c => c.ItemType is ImageDataViewType && c.Kind == SchemaShape.Column.VectorKind.Scalar, AnyImage);

    public static void CheckImage(IHost host, DataViewSchema inputSchema, int index)
    {
        var column = inputSchema[index];
        if (column.Type is not ImageDataViewType)
            throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, AnyImage, column.Type.ToString());
    }
}
