namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public class Options
    {
        public bool AllowQuoting;
        public bool AllowSparse;
        public Column[] Columns;
        public char DecimalMarker = '.';
        public char EscapeChar = '"';
        public bool HasHeader;
        public string HeaderFile;
        public int? InputSize;
        public long? MaxRows;
        public bool MissingRealsAsNaNs;
        public bool ReadMultilines;
        public char[] Separators = ['\t'];
        public bool TrimWhitespace;
        public bool UseThreads = true;

        internal Options Clone() => (Options)MemberwiseClone();

        /// <summary>False if an option that an embedded schema comment could set differs from its default.</summary>
        internal bool HasDefaultFormat
            => !AllowQuoting && !AllowSparse && DecimalMarker == '.' && EscapeChar == '"' && !HasHeader && InputSize is null
               && !MissingRealsAsNaNs && !ReadMultilines && Separators is ['\t'] && !TrimWhitespace && Columns is null;
    }
}
