using System.Globalization;
using System.Numerics;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TorchSharp.TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TorchSharp.TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TorchSharp.TensorStringStyle.CSharp;

    static TensorStringStyle s_style = TorchSharp.TensorStringStyle.Julia;
    static string s_format = "g5";
    static string s_newLine = Environment.NewLine;
    static int s_width = 100, s_maxRows = 6, s_maxColumns = 6;

    /// What TensorStringStyle.Default stands for.
    public static TensorStringStyle TensorStringStyle
    {
        get => s_style;
        set => s_style = value == TorchSharp.TensorStringStyle.Default ? throw new ArgumentException("The default style cannot be its own value.") : value;
    }

    public partial class Tensor
    {
        string Metadata() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public override string ToString() => Metadata();

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TorchSharp.TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : Metadata();

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TorchSharp.TensorStringStyle.Default) style = TensorStringStyle;
            if (style == TorchSharp.TensorStringStyle.Metadata || device_type == DeviceType.META) return Metadata();
            var text = new Text(style, fltFormat ?? s_format, width ?? s_width, cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? s_newLine);
            return text.Of(this);
        }

        /// Renders values; long dimensions keep their first and last entries.
        sealed class Text(TensorStringStyle style, string format, int width, CultureInfo culture, string newLine)
        {
            readonly StringBuilder _out = new();

            public string Of(Tensor t)
            {
                if (style != TorchSharp.TensorStringStyle.Numpy)
                {
                    _out.Append(t.Metadata());
                    if (style == TorchSharp.TensorStringStyle.CSharp) _out.Append(", value = ");
                    else if (t.ndim > 0) _out.Append(newLine);
                    else _out.Append(' ');
                }
                if (style == TorchSharp.TensorStringStyle.CSharp && t.ndim > 0) _out.Append(TypeName(t.dtype)).Append('[').Append(',', (int)t.ndim - 1).Append("] ");
                if (style == TorchSharp.TensorStringStyle.Julia) Rows(t, "");
                else Nested(t, 0);
                return _out.ToString();
            }

            // Brackets inside brackets.
            void Nested(Tensor t, int depth)
            {
                if (t.ndim == 0)
                {
                    _out.Append(Value(t));
                    return;
                }
                var sharp = style == TorchSharp.TensorStringStyle.CSharp;
                _out.Append(sharp ? '{' : '[');
                var n = t.size(0);
                for (long i = 0; i < n; i++)
                {
                    if (!sharp && Skips(ref i, n, s_maxRows)) _out.Append(" ... ");
                    if (i > 0) _out.Append(sharp || t.ndim == 1 ? ", " : "," + newLine + new string(' ', depth + 1));
                    using var part = t[i];
                    Nested(part, depth + 1);
                }
                _out.Append(sharp ? '}' : ']');
            }

            // Matrices, row by row; more dimensions are shown matrix by matrix.
            void Rows(Tensor t, string prefix)
            {
                if (t.ndim == 0) _out.Append(Value(t));
                else if (t.ndim == 1) Row(t);
                else if (t.ndim == 2)
                {
                    var n = t.size(0);
                    for (long i = 0; i < n; i++)
                    {
                        if (Skips(ref i, n, s_maxRows)) _out.Append(" ...").Append(newLine);
                        using var row = t[i];
                        Row(row);
                        _out.Append(newLine);
                    }
                }
                else
                    for (long i = 0, n = t.size(0); i < n; i++)
                    {
                        using var part = t[i];
                        var name = prefix + i + ",";
                        if (part.ndim == 2) _out.Append('[').Append(name).Append("..,..] =").Append(newLine);
                        Rows(part, name);
                    }
            }

            void Row(Tensor t)
            {
                var start = _out.Length;
                for (long i = 0, n = t.size(0); i < n; i++)
                {
                    if (Skips(ref i, n, s_maxColumns) || _out.Length - start > width && i < n - 1)
                    {
                        _out.Append(" ...");
                        i = Math.Max(i, n - 1);
                    }
                    using var element = t[i];
                    _out.Append(' ').Append(Value(element));
                }
            }

            /// At the middle of a long dimension: jumps to the last entries.
            static bool Skips(ref long i, long n, int max)
            {
                if (n <= 2L * max || i != max) return false;
                i = n - max;
                return true;
            }

            string Value(Tensor t)
            {
                var v = t.ItemValue();
                var sharp = style == TorchSharp.TensorStringStyle.CSharp;
                return v.Kind switch
                {
                    0 => v.Integer.ToString(culture) + (sharp && t.dtype == ScalarType.Int64 ? "L" : ""),
                    2 => v.Integer != 0 ? "true" : "false",
                    3 => new Complex(v.Real, v.Imaginary).ToString(format, culture),
                    _ => v.Real.ToString(format, culture) + (sharp && t.dtype == ScalarType.Float32 ? "f" : ""),
                };
            }

            static string TypeName(ScalarType type) => type switch
            {
                ScalarType.Byte => "byte",
                ScalarType.Int8 => "sbyte",
                ScalarType.Int16 => "short",
                ScalarType.Int32 => "int",
                ScalarType.Int64 => "long",
                ScalarType.Float32 => "float",
                ScalarType.Float64 => "double",
                ScalarType.Bool => "bool",
                _ => type.ToString(),
            };
        }
    }
}
