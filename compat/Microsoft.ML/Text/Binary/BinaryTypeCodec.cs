using System.Collections.Immutable;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

/// <summary>Column types as bytes.</summary>
internal static class BinaryTypeCodec
{
    private const byte Key = 32;
    private const byte Vector = 64;
    private const byte Image = 96;
    private const int MostDimensions = 1024;

    /// <summary>True for the types whose values can be written.</summary>
    public static bool HasValues(DataViewType type) => type.GetItemType() is KeyDataViewType || type.GetItemType().IsStandardScalar();

    public static bool CanWrite(DataViewType type) => HasValues(type) || type is ImageDataViewType;

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write(Vector);
                Write(writer, vector.ItemType);
                writer.Write(vector.Dimensions.Length);
                foreach (var dimension in vector.Dimensions)
                    writer.Write(dimension);
                break;
            case ImageDataViewType image:
                writer.Write(Image);
                writer.Write(image.Height);
                writer.Write(image.Width);
                break;
            case KeyDataViewType key:
                writer.Write(Key);
                writer.Write((byte)PrimitiveTypes.KindOf(key.RawType));
                writer.Write(key.Count);
                break;
            default:
                writer.Write((byte)(type is RowIdDataViewType ? ColumnBinding.RowId : PrimitiveTypes.KindOf(type.RawType)));
                break;
        }
    }

    public static DataViewType Read(BinaryReader reader)
    {
        try
        {
            return ReadChecked(reader);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new FormatException($"The binary data has a column of an impossible type: {e.Message}", e);
        }
    }

    private static DataViewType ReadChecked(BinaryReader reader)
    {
        var code = reader.ReadByte();
        switch (code)
        {
            case Vector:
                if (ReadChecked(reader) is not PrimitiveDataViewType item)
                    throw new FormatException("The binary data has a vector of values that no vector can hold.");
                var dimensions = new int[BinaryFormat.ReadCount(reader, MostDimensions)];
                for (var i = 0; i < dimensions.Length; i++)
                    dimensions[i] = reader.ReadInt32();
                return new VectorDataViewType(item, ImmutableArray.Create(dimensions));
            case Image:
                var height = reader.ReadInt32();
                var width = reader.ReadInt32();
                return height == 0 && width == 0 ? new ImageDataViewType() : new ImageDataViewType(height, width);
            case Key:
                var raw = PrimitiveTypes.FromKind((DataKind)reader.ReadByte()).RawType;
                return new KeyDataViewType(raw, reader.ReadUInt64());
            case (byte)ColumnBinding.RowId:
                return RowIdDataViewType.Instance;
            default:
                return PrimitiveTypes.FromKind((DataKind)code);
        }
    }
}
