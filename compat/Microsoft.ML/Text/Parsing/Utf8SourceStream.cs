using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The UTF-8 bytes of one file of a source, without a byte order mark, whatever the file's encoding.</summary>
internal static class Utf8SourceStream
{
    public static Stream Open(IMultiStreamSource source, int index)
    {
        // Other sources promise decoded text only through their reader.
        if (source is not MultiFileSource)
            return new ReaderStream(source.OpenTextReader(index));

        var file = source.Open(index);
        var mark = new byte[4];
        var read = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        var (encoding, skip) = mark.AsSpan(0, read) switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (null, 3),
            [0xFF, 0xFE, 0, 0] => (Encoding.UTF32, 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (default(Encoding), 0),
        };
        file.Position = skip;
        return encoding is null ? file : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8);
    }

    private sealed class ReaderStream(TextReader reader) : Stream
    {
        private readonly char[] _chars = new char[4096];
        private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
        private byte[] _bytes = [];
        private int _position;
        private int _length;
        private bool _ended;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_position == _length && !_ended)
            {
                var read = reader.Read(_chars, 0, _chars.Length);
                _ended = read == 0;
                if (_bytes.Length == 0)
                    _bytes = new byte[Encoding.UTF8.GetMaxByteCount(_chars.Length)];
                _length = _encoder.GetBytes(_chars.AsSpan(0, read), _bytes, flush: _ended);
                _position = 0;
            }

            var copied = Math.Min(count, _length - _position);
            Array.Copy(_bytes, _position, buffer, offset, copied);
            _position += copied;
            return copied;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
